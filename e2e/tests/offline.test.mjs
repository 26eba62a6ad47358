// Without a network: the reader's own tickets are there, everything else says what it is.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, reader } from "../lib/browser.mjs";
import { gallery } from "../lib/server.mjs";

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

test("a ticket that was opened once is there without a network", async () => {
  const page = await reader(browser, server.address, { offlineReady: true });
  await page.goto("/");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.goto("/me");
  await page.locator(".ticket-qr svg").first().waitFor();
  await server.stop();

  await page.goto("/me");
  await page.locator(".ticket-qr svg").first().waitFor();
  assert.match(await page.locator(".ticket-short").first().innerText(), /7K3 QXF/);

  await page.goto("/activities");
  assert.match(await page.locator("main").innerText(), /连不上网络/);
  const paper = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  assert.equal(paper, "rgb(247, 241, 230)", "the offline page has its styles");
  await page.context().close();
});

test("what is kept follows the reader's language, and is gone after signing in anew", async () => {
  server = await gallery();
  const page = await reader(browser, server.address, { offlineReady: true });
  await page.goto("/");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.goto("/me");
  // The switch posts and is sent back here: a page reached so is kept like any other.
  await page.locator("header button[name=lang]").click();
  await page.locator("h1", { hasText: "My sign-up" }).waitFor();
  await page.goto("/empty");
  const kept = (name) => page.evaluate(async (name) => (await (await caches.open(name)).keys()).length, name);
  assert.equal(await kept("pages-1"), 1);
  await page.evaluate(() => fetch("/sign-in/verify", { method: "POST" }));
  await page.waitForFunction(async () => !(await caches.has("pages-1")));

  await page.goto("/me");
  await server.stop();
  await page.goto("/me");
  await page.locator("h1", { hasText: "My sign-up" }).waitFor();
  await page.goto("/activities");
  assert.match(await page.locator("main").innerText(), /no connection/);
  await page.context().close();
});
