// A form reached the server and only its answer was lost: nobody says then that nothing was sent.
import assert from "node:assert/strict";
import { connect, createServer } from "node:net";
import { test } from "node:test";
import { launch, reader, signIn } from "../lib/browser.mjs";
import { county, hoursAhead, says } from "../lib/county.mjs";

const here = county();

/** A line to the server that brings everything; while it is `cut`, the answer to the first form is lost on it, and no other arrives. */
async function lineTo(address) {
  const { hostname, port } = new URL(address);
  const line = { cut: false, lost: 0 };
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    let losing = false;
    near.on("data", (part) => {
      if (line.cut && part.subarray(0, 5).toString() === "POST ") {
        // The browser may try once more by itself.
        if (line.lost++ > 0) return near.destroy();
        losing = true;
      }
      far.write(part);
    });
    far.on("data", (part) => (losing ? near.destroy() : near.write(part)));
    for (const [end, other] of [[near, far], [far, near]]) {
      end.on("error", () => other.destroy());
      end.on("close", () => other.destroy());
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return Object.assign(line, { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() });
}

for (const lang of ["zh-CN", "en"]) {
  test(`whoever sends it is told to look first (${lang})`, async () => {
    const title = `插花课 ${lang}`;
    const activity = await here.activity(title, {
      starts_at: hoursAhead(50), ends_at: hoursAhead(52), signup_closes_at: hoursAhead(48), seats: 10,
    });
    const line = await lineTo(here.address);
    const browser = await launch();
    try {
      const page = await reader(browser, line.address, { lang, offlineReady: true });
      await signIn(page, here.roles[lang === "en" ? "volunteer" : "resident"]);
      await page.goto(`/activities/${activity}/sign-up`);
      await page.evaluate(() => navigator.serviceWorker.ready);
      await page.reload();
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
      line.cut = true;
      await page.locator(".action-bar button").click();
      await page.getByText(lang === "en" ? "it is not known whether this arrived" : "不知道有没有送到").waitFor();
      assert.equal(await page.getByText(/没有发出去|nothing was sent/).count(), 0);
      assert.equal(new URL(page.url()).pathname, `/activities/${activity}/sign-up`, "what was typed is still there");
      line.cut = false;
      // It did arrive, and looking shows it.
      await page.goto("/mine");
      await says(page, new RegExp(title));
    } finally {
      await browser.close();
      line.close();
    }
  });
}
