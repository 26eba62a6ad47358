// The first journey on the demonstration county, on a phone: a resident finds something and signs her family
// up, an officer sees her day, a helper stands at the door, the county opens a figure down to its records.
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
const desk = (role, rest) => `/w/${county.info.roles[role].organisation}${rest}`;

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

  test("signs herself and a child up with JavaScript off, sees two codes, and cancels", async () => {
    const page = await as("resident", { scripts: false });
    const activity = await findOpen(page);
    await page.goto(`${activity}/sign-up`);
    const boxes = page.locator("main input[type=checkbox][name=who]");
    const people = (await boxes.count()) > 0 ? boxes : page.locator("main input[type=checkbox]");
    await people.nth(1).check();
    await people.nth(0).check();
    await page.locator("main form button[type=submit], main form button:not([type])").last().click();
    await page.waitForURL("**/mine/signups/**");
    const text = await page.locator("main").innerText();
    assert.match(text, /已报名|名额/);
    assert.equal(await page.locator("main .ticket").count(), 2, text);
    await shots(page, "ticket");
    await page.context().close();
  });

  test("reads every page of hers in every way", async () => {
    const page = await as("resident");
    for (const path of ["/", "/activities", await findOpen(page), "/mine", "/me"]) await audit(page, path);
    await page.context().close();
  });
});

describe("an officer", () => {
  test("sees what waits today, and her pages keep the rules in every way", async () => {
    const page = await as("village");
    await page.goto(desk("village", ""));
    await page.getByRole("heading", { level: 1 }).waitFor();
    await shots(page, "today");
    for (const rest of ["", "/activities", "/activities/new", "/records"]) await audit(page, desk("village", rest));
    await page.context().close();
  });
});

describe("the county office", () => {
  test("opens a figure to its units and a unit to its records", async () => {
    const page = await as("county_office", { desk: true });
    await page.goto(desk("county_office", "/coverage"));
    await shots(page, "coverage");
    await page.locator("main a[href*='status=gap']").first().click();
    await page.locator("main a[href*='/units/']").first().click();
    await page.waitForURL("**/units/**");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.context().close();
  });

  test("reads coverage and its gaps in every way", async () => {
    const page = await as("county_office");
    for (const rest of ["/coverage", "/coverage/gaps"]) await audit(page, desk("county_office", rest));
    await page.context().close();
  });
});
