// At the door: the camera reads a code and the answer appears; without camera or script it can be typed.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, reader } from "../lib/browser.mjs";
import { camera } from "../lib/camera.mjs";
import { gallery } from "../lib/server.mjs";

let server;
let browser;
let folder;

before(async () => {
  server = await gallery();
  folder = mkdtempSync(join(tmpdir(), "langqiao-camera-"));
  browser = await launch(camera("LQ1:7K3QXF", join(folder, "code.y4m")));
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("the camera reads a code, once, and each scan has a number of its own", async () => {
  const page = await reader(browser, server.address);
  await page.context().grantPermissions(["camera"], { origin: server.address });
  const sent = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(new URLSearchParams(request.postData())));
  await page.goto("/w/scan");
  await page.locator("[data-scan-button]").click();
  await page.locator(".scan-ok", { hasText: "沈** 已签到" }).waitFor();
  assert.equal(sent[0].get("code"), "LQ1:7K3QXF");
  assert.equal(sent[0].get("direction"), "in");
  assert.match(sent[0].get("nonce"), /^[0-9a-f-]{36}$/);
  // The same code stays in sight; it is one scan.
  await page.waitForTimeout(1500);
  assert.equal(sent.length, 1);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("a code is typed and answered in place", async () => {
  const page = await reader(browser, server.address);
  await page.goto("/w/scan");
  await page.locator("#f-code").fill("abc123");
  await page.locator("#f-code").press("Enter");
  await page.locator(".scan-error").waitFor();
  assert.equal(await page.locator("#f-code").inputValue(), "");
  await page.locator("#f-code").fill("7k3 qxf");
  await page.locator("#f-code").press("Enter");
  await page.locator(".scan-ok").waitFor();
  await page.context().close();
});

test("without JavaScript the form answers on a page of its own", async () => {
  const page = await reader(browser, server.address, { scripts: false });
  await page.goto("/w/scan");
  assert.equal(await page.locator("[data-scan-button]").isVisible(), false);
  await page.locator("#f-code").fill("7K3QXF");
  await page.locator("#f-code").press("Enter");
  await page.locator(".scan-ok").waitFor();
  assert.equal(await page.locator("h1").innerText(), "签到");
  await page.context().close();
});
