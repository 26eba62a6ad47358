// Rooms that are given back on the page of bookings: one in which a course meets says so and asks yes or no; chairs that are
// given back go to the date of a series that waits for them. On a phone, with JavaScript and without.
import assert from "node:assert/strict";
import { test } from "node:test";
import { audit } from "../lib/audit.mjs";
import { county, dayAhead, says } from "../lib/county.mjs";

const here = county();
const bench = () => `/w/${here.roles.village.organisation}`;

/** The address of one of our rooms, by the end of its name. */
async function room(page, name) {
  await page.goto(`${bench()}/spaces`);
  const link = page.locator("#own a", { hasText: name }).first();
  return new URL(await link.evaluate((a) => a.href)).pathname;
}

/** What we have booked for something: its row. */
const booked = (page, purpose) => page.locator("tr", { hasText: purpose }).first();

/** Fills the form of a room; pieces of what goes along by its name. */
async function fill(page, { day, from, to, purpose, along }) {
  await page.locator("[name=day]").fill(day);
  await page.locator("[name=from]").fill(from);
  await page.locator("[name=to]").fill(to);
  await page.locator("[name=purpose]").fill(purpose);
  await page.locator("summary", { hasText: "一起借的设备" }).click();
  for (const [name, pieces] of Object.entries(along)) {
    await page.locator(".field", { hasText: name }).locator("[name^=eq-]").fill(pieces);
  }
}

for (const scripts of [true, false]) {
  test(`a course loses its room by a yes alone, ${scripts ? "with" : "without"} JavaScript`, async () => {
    const title = scripts ? "晨读班" : "晨练班";
    const page = await here.as("village", { scripts });
    const yard = await room(page, /槜美微民宿.*院子/);
    const first = dayAhead(8);
    const weekday = new Date(`${first}T00:00:00Z`).getUTCDay() || 7;
    const { id } = await here.api("village", "POST", "/organisations/{org}/courses", {
      title, kind: "family", space: yard.split("/").at(-1), first_day: first, last_day: dayAhead(24), weekdays: [weekday],
      from: scripts ? "05:00" : "04:00", to: scripts ? "05:45" : "04:45", leave_out_holidays: false, skip: [],
      enrolment_closes_at: `${first}T00:30:00+08:00`, seats: 10, allotment: "first_come", pass_percent: 50, pick_up: false,
    });
    await page.goto(`${bench()}/spaces`);
    assert.match(await booked(page, title).innerText(), /重复，共 3 次/);
    const ask = booked(page, title).locator("details", { hasText: "退回" });
    await ask.locator("summary").click();
    assert.match(await ask.innerText(), new RegExp(`这是课程“${title}”上课用的[^]*就没有场所了`));
    // No: it is closed again and nothing happens; or she wanted another room only, and is led there.
    await ask.locator("summary").click();
    assert.equal(await ask.getAttribute("open"), null);
    await ask.locator("summary").click();
    await ask.getByRole("link", { name: "只想换一间？到这次课的页面换" }).click();
    await page.waitForURL(`**/courses/${id}/sessions/*/edit`);
    await page.goto(`${bench()}/spaces`);
    assert.match(await booked(page, title).innerText(), /重复，共 3 次/);
    // Yes, this once: the session has no room, and she stands where another is chosen.
    await booked(page, title).locator("details summary").click();
    assert.ok(await booked(page, title).getByLabel("只这一次").isChecked());
    await booked(page, title).locator("form button").click();
    await page.waitForURL(`**/courses/${id}/sessions/*/edit*`);
    await says(page, /已退回。这次课现在没有场所，请另选一间，或者停课/);
    await page.goto(`${bench()}/spaces`);
    assert.match(await booked(page, title).innerText(), /重复，共 2 次/);
    // All that are left: to the course, whose sessions have none.
    await booked(page, title).locator("details summary").click();
    await booked(page, title).getByLabel("全部").check();
    await booked(page, title).locator("form button").click();
    await page.waitForURL(`**/courses/${id}*`);
    await page.goto(`${bench()}/spaces`);
    assert.equal(await page.locator("tr", { hasText: title }).count(), 0);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

  test(`a series waits for the chairs of one of its dates, ${scripts ? "with" : "without"} JavaScript`, async () => {
    const [purpose, other] = scripts ? ["故事会", "借走椅子"] : ["棋友会", "搬走椅子"];
    const [from, to] = scripts ? ["05:50", "06:20"] : ["03:00", "03:40"];
    const page = await here.as("village", { scripts });
    // Somebody has most of the venue's chairs on the second date.
    const tea = await room(page, /槜美微民宿.*茶室/);
    await page.goto(tea);
    await fill(page, { day: dayAhead(17), from, to, purpose: other, along: { 折叠椅: "50" } });
    await page.locator("form", { has: page.locator("[name=repeat]") }).locator("button.btn-primary").click();
    await page.waitForURL(`**${tea}?day=*`);
    const yard = await room(page, /槜美微民宿.*院子/);
    await page.goto(yard);
    await fill(page, { day: dayAhead(10), from, to, purpose, along: { 折叠椅: "20" } });
    await page.locator("summary", { hasText: "重复预约" }).click();
    await page.locator("[name=repeat]").selectOption("week");
    await page.locator("[name=times]").fill("3");
    await page.locator("form", { has: page.locator("[name=repeat]") }).locator("button.btn-primary").click();
    await page.locator("[name^=do-]").first().waitFor();
    const second = page.locator("fieldset", { has: page.locator("[name^=do-]") }).nth(1);
    await says(page, /设备不够[^]*折叠椅[^]*10/);
    for (const choice of ["跳过", "有几件带几件，照常预约", "不带不够的设备，照常预约"]) {
      assert.equal(await second.getByLabel(choice).count(), 1, choice);
    }
    await second.getByLabel("有几件带几件，差的排队候补").check();
    await page.getByRole("button", { name: "全部预约" }).click();
    await page.waitForURL(`**${yard}?day=*`);
    await says(page, /已约好 3 次[^]*其中 1 次还在候补不够的设备/);
    await page.goto(`${bench()}/spaces`);
    await says(page, /候补中的设备[^]*还差 折叠椅 10 件[^]*您排在第一位/);
    // Given back, they are kept for her, and she takes them.
    await booked(page, other).locator("details summary").click();
    await booked(page, other).locator("form button").click();
    await page.getByText("这些设备有了，已放进您的预约里").waitFor();
    await page.getByRole("button", { name: "要这些设备" }).click();
    await page.getByText("这些设备随您的预约一起用").waitFor();
    await page.goto(`${yard}?day=${dayAhead(17)}`);
    await says(page, new RegExp(`${purpose}[^]*折叠椅 × 20`));
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
}

test("the page of bookings keeps the rules", async () => {
  const page = await here.as("village");
  await audit(page, `${bench()}/spaces`, () => page.locator("tr details summary").first().click());
  await page.context().close();
});
