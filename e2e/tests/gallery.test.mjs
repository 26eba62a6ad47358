// Every component and shell, in every way it can be read, on a phone.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { audit } from "../lib/audit.mjs";
import { launch, reader } from "../lib/browser.mjs";
import { shots, weigh } from "../lib/look.mjs";
import { gallery } from "../lib/server.mjs";

const PAGES = [
  "/", "/activities", "/activities/1", "/me", "/empty", "/form", "/refused", "/w", "/w/list",
  "/w/parts", "/w/coverage", "/w/scan", "/print", "/offline",
];

let server;
let browser;

before(async () => {
  server = await gallery();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

describe("every page of the style guide keeps the rules", () => {
  for (const path of PAGES) {
    test(path, async () => {
      const page = await reader(browser, server.address);
      await audit(page, path);
      await page.context().close();
    });
  }
});

test("pictures of every page, to be looked at", { skip: !process.env.PICTURES && "PICTURES=1 takes them" }, async () => {
  const ways = { "": {}, "-en": { lang: "en" }, "-large": { large: true }, "-dark": { dark: true } };
  for (const [end, wishes] of Object.entries(ways)) {
    const page = await reader(browser, server.address, wishes);
    for (const path of PAGES) {
      await page.goto(path);
      await shots(page, `gallery${path.replaceAll("/", "-").replace(/-$/, "-home")}${end}`, { whole: true });
    }
    await page.context().close();
  }
});

test("a first visit weighs less than 60 kB", async () => {
  const page = await reader(browser, server.address);
  const { bytes, files } = await weigh(page, "/?anonymous");
  assert.ok(bytes < 60_000, `${bytes} bytes: ${JSON.stringify(files, null, 1)}`);
  await page.context().close();
});

test("the switches work without JavaScript and are remembered", async () => {
  const page = await reader(browser, server.address, { scripts: false });
  await page.goto("/activities?town=1");
  await page.locator("header button[name=large]").click();
  await page.waitForURL("**/activities?town=1");
  const large = () => page.locator("html").getAttribute("data-large");
  assert.notEqual(await large(), null);
  await page.locator("header button[name=lang]").click();
  await page.waitForURL("**/activities?town=1");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.notEqual(await large(), null, "large print stays");
  await page.goto("/");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.context().close();
});

test("large print is 1.4 times the size", async () => {
  const size = async (wishes) => {
    const page = await reader(browser, server.address, wishes);
    await page.goto("/activities/1");
    const size = await page.locator("dd").first().evaluate((e) => Number.parseFloat(getComputedStyle(e).fontSize));
    await page.context().close();
    return size;
  };
  const ratio = (await size({ large: true })) / (await size({}));
  assert.ok(Math.abs(ratio - 1.4) < 0.01, `${ratio}`);
});

test("what is wrong takes the focus, and each error leads to its field", async () => {
  const page = await reader(browser, server.address);
  await page.goto("/refused");
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "alert");
  await page.locator(".error-list a").first().click();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "f-title");
  await page.context().close();
});

test("a form's draft is saved while it is filled in", async () => {
  const page = await reader(browser, server.address);
  await page.goto("/form");
  await page.locator("#f-title").fill("包粽子");
  const saved = page.waitForRequest((request) => request.url().endsWith("/drafts/sample"));
  await page.locator("#f-places").fill("20");
  const request = await saved;
  assert.match(request.postData() ?? "", /csrf=sample/);
  await page.locator(".draft", { hasText: "草稿已保存" }).waitFor();
  // Also while one is still in the field.
  const typed = page.waitForRequest((request) => request.url().endsWith("/drafts/sample"));
  await page.locator("#f-title").pressSequentially("粽");
  assert.match((await typed).postData() ?? "", /title=/);
  await page.context().close();
});

test("a filter changes the list in place and the address with it", async () => {
  const page = await reader(browser, server.address);
  await page.goto("/activities");
  await page.locator("main").evaluate((main) => (main.dataset.kept = "yes"));
  await page.locator(".filter-box > summary").click();
  await page.locator("#f-town").selectOption("2");
  await page.waitForURL(/town=2/);
  assert.equal(await page.locator("main").getAttribute("data-kept"), "yes", "the page was not loaded anew");
  await page.context().close();
});
