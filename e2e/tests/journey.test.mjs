// The resident's pages of the demonstration county, on a phone.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { audit } from "../lib/audit.mjs";
import { launch, reader, signIn } from "../lib/browser.mjs";
import { shots, weigh } from "../lib/look.mjs";
import { demo } from "../lib/server.mjs";

let county;
let browser;

before(async () => {
  county = await demo();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await county?.stop();
});

const as = async (role, wishes = {}) => {
  const page = await reader(browser, county.address, wishes);
  await signIn(page, county.info.roles[role]);
  return page;
};

/** The path of an activity next week that still has places for those who take part, below its capacity. */
const findOpen = async (page) => {
  await page.goto("/activities?free=1&places=1");
  const links = await page.locator("main a[href^='/activities/']").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  for (const href of links.filter((href) => /^\/activities\/[0-9a-f-]{36}$/.test(href))) {
    await page.goto(href);
    const places = await page.locator("main").innerText();
    const left = places.match(/还有 (\d+) 个名额/);
    if (left && Number(left[1]) >= 4 && /垃圾分类|义诊|反诈|晚会/.test(places)) return href;
  }
  throw new Error("the demonstration has nothing open for a family");
};

describe("a resident", () => {
  test("finds what is near without registering, and the first visit is light", async () => {
    const page = await reader(browser, county.address);
    const { bytes, files } = await weigh(page, "/");
    assert.ok(bytes < 60_000, `${bytes} bytes: ${JSON.stringify(files, null, 1)}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await shots(page, "portal");
    await page.goto("/activities?q=" + encodeURIComponent("亲子"));
    assert.match(await page.locator("main").innerText(), /亲子/);
    await page.context().close();
  });

  test("reads every page of hers in every way", async () => {
    const page = await as("resident");
    for (const path of ["/", "/activities", await findOpen(page), "/mine", "/me"]) await audit(page, path);
    await page.context().close();
  });
});
