// A room is booked week after week on a phone, with JavaScript and without: every date is looked at, one is skipped,
// all are made at once. And the pages of rooms keep the rules.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { audit } from "../lib/audit.mjs";
import { county, dayAhead, says } from "../lib/county.mjs";
import { picture } from "../lib/look.mjs";

const here = county();
const bench = () => `/w/${here.roles.village.organisation}`;

/** The page of the guest house's yard, which nothing meets in every week yet. */
async function yard(page) {
  await page.goto(`${bench()}/spaces`);
  const link = page.locator("main a", { hasText: /槜美微民宿.*院子/ }).first();
  return new URL(await link.evaluate((a) => a.href)).pathname;
}

/** Fills the form for something that meets every week. */
async function fill(page, { purpose, from, to }) {
  await page.locator("summary", { hasText: /重复预约|Repeat/ }).click();
  await page.locator("[name=day]").fill(dayAhead(10));
  await page.locator("[name=from]").fill(from);
  await page.locator("[name=to]").fill(to);
  await page.locator("[name=purpose]").fill(purpose);
  await page.locator("[name=repeat]").selectOption("week");
  await page.locator("[name=times]").fill("4");
  await page.locator("form", { has: page.locator("[name=repeat]") }).locator("button.btn-primary").click();
  await page.locator("[name^=do-]").first().waitFor();
}

for (const scripts of [true, false]) {
  test(`she books it every week, ${scripts ? "with" : "without"} JavaScript`, async () => {
    const purpose = scripts ? "作业辅导" : "书法班";
    const page = await here.as("village", { scripts });
    const room = await yard(page);
    await page.goto(room);
    await fill(page, scripts ? { purpose, from: "17:00", to: "18:00" } : { purpose, from: "06:30", to: "07:30" });
    await says(page, new RegExp(`${purpose}.*共 4 次`));
    const choices = page.locator("fieldset", { has: page.locator("[name^=do-]") });
    assert.equal(await choices.count(), 4);
    await choices.first().scrollIntoViewIfNeeded();
    if (scripts) await picture(page, "room-series");
    await choices.nth(1).getByLabel("跳过").check();
    await page.getByRole("button", { name: "全部预约" }).click();
    await page.waitForURL(`**${room}?day=*`);
    await says(page, /已约好 3 次.*跳过 1 次/);
    await page.goto(`${bench()}/spaces`);
    await says(page, new RegExp(`${purpose}[^]*共 3 次`));
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
}

describe("the pages of rooms keep the rules", () => {
  let page;
  let room;
  before(async () => {
    page = await here.as("village");
    room = await yard(page);
    page.problems.splice(0);
  });

  test("every date of a series", () =>
    audit(page, room, () => fill(page, { purpose: "合唱", from: "19:30", to: "20:30" })));
  test("a day of all rooms", () => audit(page, `${bench()}/calendar?place=all&day=${dayAhead(3)}`));
  test("a week of them", () => audit(page, `${bench()}/calendar?view=week&day=${dayAhead(3)}`));
  test("a week in large print fits a desk, and the names of rooms are read across", async () => {
    const desk = await here.as("village", { desk: true, large: true });
    await desk.goto(`${bench()}/calendar?view=week&day=${dayAhead(3)}`);
    const [table, box, name] = await desk.locator(".table-days").evaluate((table) => [
      table.scrollWidth, table.parentElement.clientWidth, table.querySelector("tbody th").clientWidth,
    ]);
    assert.ok(table <= box + 1, `${table} of ${box}`);
    assert.ok(name >= 180, `${name}`);
    await desk.context().close();
  });
  test("the room's rules", () => audit(page, `${room}/rules`));
  test("one's own calendar", () => audit(page, "/me/calendar"));
});
