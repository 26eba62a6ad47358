// A room is found on a phone among very many: page by page, by words, by a time at which it is free; with JavaScript and
// without. What is typed stays, what can't be read says so, and what isn't there says what to do.
import assert from "node:assert/strict";
import { test } from "node:test";
import { audit } from "../lib/audit.mjs";
import { county, dayAhead, says } from "../lib/county.mjs";

const here = county();
const list = () => `/w/${here.roles.village.organisation}/spaces`;

/** The part of the page in which other bodies' rooms are looked for. */
const finder = (page) => page.locator("section.page-section", { has: page.locator("[name=town]") });

/** The rooms that are found, folded or not: each with its address. */
const found = (page) =>
  finder(page)
    .locator("li a[href*='/spaces/']")
    .evaluateAll((links) => links.map((link) => ({ href: link.getAttribute("href"), name: link.textContent })));

/** Types what is looked for, and looks. */
async function look(page, typed) {
  const form = finder(page).locator("form");
  const more = form.locator("details");
  if (typed.day !== undefined && (await more.getAttribute("open")) === null) await more.locator("summary").click();
  for (const [name, value] of Object.entries(typed)) {
    const field = form.locator(`[name=${name}]`);
    if (name === "town") await field.selectOption(value);
    else await field.fill(value);
  }
  await form.getByRole("button", { name: "查找" }).click();
  await page.waitForURL((url) => Object.entries(typed).every(([name, value]) => url.searchParams.get(name) === value));
  await finder(page).waitFor();
}

for (const scripts of [true, false]) {
  test(`she finds a room, ${scripts ? "with" : "without"} JavaScript`, async () => {
    const page = await here.as("village", { scripts });
    await page.goto(list());
    // Her own town first, page by page to the last: each room once.
    const seen = new Map();
    for (let pages = 1; ; pages += 1) {
      const rooms = await found(page);
      assert.ok(rooms.length > 0, `page ${pages} has rooms`);
      for (const room of rooms) {
        assert.ok(!seen.has(room.href), `${room.name} stands on one page alone`);
        seen.set(room.href, room.name);
      }
      const next = finder(page).getByRole("link", { name: "后面的场所" });
      if ((await next.count()) === 0) break;
      assert.ok(pages < 50, "the pages end");
      const after = new URL(await next.evaluate((link) => link.href)).searchParams.get("after");
      await next.click();
      await page.waitForURL((url) => url.searchParams.get("after") === after);
    }
    assert.ok(seen.size > 40, `${seen.size} rooms on more than one page`);

    // By words, in every town: what was typed stays, and nothing else is found.
    const last = [...seen.values()].at(-1);
    const venue = last.split(" · ")[0];
    await look(page, { q: venue, town: "" });
    assert.equal(await finder(page).locator("[name=q]").inputValue(), venue);
    const named = await found(page);
    assert.ok(named.some((room) => room.name === last));
    assert.ok(named.every((room) => room.name.startsWith(venue)), JSON.stringify(named));
    await look(page, { q: "没有这样的地方", town: "" });
    await says(page, /没有符合的场所/);

    // A time in part says what is missing; the whole of it leads to the room on that day.
    const day = dayAhead(9);
    await look(page, { q: "", town: "", day });
    await says(page, /要按时间找，请把日期、开始、结束都填上/);
    assert.equal(await finder(page).locator("[name=day]").inputValue(), day);
    await look(page, { q: "", town: "", day, from: "09:30", to: "10:30" });
    await says(page, /9:30–10:30 空着的场所/);
    const [free] = await found(page);
    assert.match(free.href, new RegExp(`day=${day}$`));
    await page.goto(free.href);
    await says(page, new RegExp(free.name));
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
}

test("the pages of what is found keep the rules", async () => {
  const page = await here.as("village");
  const day = dayAhead(9);
  await audit(page, `${list()}?town=&q=${encodeURIComponent("文化礼堂")}`);
  await audit(page, `${list()}?town=&day=${day}`);
  await audit(page, `${list()}?town=&day=${day}&from=09:30&to=10:30`);
  await page.context().close();
});
