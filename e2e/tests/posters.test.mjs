// Posters are printed on one page each, whatever they say, and no title breaks within a word.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { county, hoursAhead, says } from "../lib/county.mjs";

const here = county();
const out = join(import.meta.dirname, "../out");

/** How many pages a PDF of Chromium's has. */
const pages = (pdf) => (pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;

/** Prints the poster of an activity that somebody holds and gives its number of pages. */
async function printed(page, role, id) {
  const answer = await page.goto(`/w/${here.roles[role].organisation}/activities/${id}/poster`);
  // Whoever was only asked to hold it has no poster of it.
  if (answer.status() === 404) return null;
  const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
  // What of the sheet is hidden because it doesn't fit; on the screen nothing is.
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 688, height: 1000 });
  const hidden = await page.locator(".poster").evaluate((sheet) => sheet.scrollHeight - sheet.clientHeight);
  await page.emulateMedia({ media: null });
  return { pdf, hidden, pages: pages(pdf) };
}

describe("a poster is one page", () => {
  test("of everything that the demonstration's organisations hold", async () => {
    mkdirSync(out, { recursive: true });
    let seen = 0;
    for (const role of ["village", "county_line", "town", "firm"]) {
      const page = await here.as(role, { desk: true });
      for (const show of ["upcoming", "past"]) {
        const { items } = await here.api(role, "GET", `/organisations/{org}/activities?show=${show}&limit=200`);
        for (const { id, title, status } of items.filter((one) => one.status === "published")) {
          const poster = await printed(page, role, id);
          if (!poster) continue;
          assert.deepEqual([poster.pages, poster.hidden <= 0], [1, true], `${title} (${status}) ${poster.hidden}`);
          if (seen < 12) writeFileSync(join(out, `poster-${seen}.pdf`), poster.pdf);
          seen += 1;
        }
      }
      await page.context().close();
    }
    assert.ok(seen >= 9, `${seen} posters`);
  });

  test("of what says a great deal, held by three", async () => {
    const activity = await here.activity("桃园村亲子科普日暨垃圾分类宣传与健康义诊便民服务大集市", {
      summary: "自己带水杯和笔，家长可以一起来。下雨改在礼堂，请看通知。\n".repeat(25).trim(),
      starts_at: hoursAhead(50), ends_at: hoursAhead(54), signup_closes_at: hoursAhead(40), seats: 10,
    });
    const page = await here.as("village", { desk: true });
    const poster = await printed(page, "village", activity);
    assert.deepEqual([poster.pages, poster.hidden <= 0], [1, true], String(poster.hidden));
    await says(page, /一起办的单位/);
    writeFileSync(join(out, "poster-long.pdf"), poster.pdf);
    await page.context().close();
  });
});
