// Without a network: the reader's own tickets are there, everything else says what it is.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, reader } from "../lib/browser.mjs";
import { demo, gallery } from "../lib/server.mjs";

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

test("a form that can't be sent says so and keeps what was typed", async () => {
  const here = await demo();
  const page = await reader(browser, here.address, { offlineReady: true });
  try {
    await page.goto("/sign-in/password");
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.locator("input[name=phone]").fill("13800000000");
    await page.locator("input[name=password]").fill("langqiao");
    const send = () => page.locator("input[name=password]").press("Enter");
    await page.context().setOffline(true);
    await send();
    await page.getByText("没有网络，没有发出去").waitFor();
    assert.equal(await page.locator("input[name=phone]").inputValue(), "13800000000");

    // The phone thinks that it has a network: the worker notices that it hasn't.
    await page.evaluate(() => {
      for (const told of document.querySelectorAll("[data-untold]")) told.remove();
      Object.defineProperty(navigator, "onLine", { get: () => true });
    });
    await send();
    await page.getByText("没有网络，没有发出去").waitFor();
    assert.equal(new URL(page.url()).pathname, "/sign-in/password");
    assert.equal(await page.locator("input[name=phone]").inputValue(), "13800000000");

    await page.context().setOffline(false);
    await send();
    await page.getByText("手机号或密码不对").first().waitFor();
  } finally {
    await page.context().close();
    await here.stop();
  }
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
