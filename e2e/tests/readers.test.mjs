// What leaves the house as a calendar or a spreadsheet is read by programs that others wrote, and they understand it
// as it was meant: three for calendars, one for spreadsheets.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { county, dayAhead, hoursAhead } from "../lib/county.mjs";
import { calendar, calendarByIcalJs, sheets } from "../lib/readers.mjs";

const here = county();
const [from, to] = [dayAhead(-60), dayAhead(500)];

/** An instant as the readers write it. */
const instant = (text) => new Date(text).toISOString().replace(".000Z", "+00:00");

/** Reads a calendar with all three, which must agree and find nothing wrong. */
async function read(path) {
  const response = await fetch(new URL(path, here.address));
  assert.equal(response.status, 200, path);
  assert.match(response.headers.get("content-type"), /^text\/calendar/);
  const text = await response.text();
  const understood = calendar(text, from, to);
  assert.deepEqual(understood.wrong, []);
  assert.deepEqual(calendarByIcalJs(text), understood.events);
  return understood;
}

/** A file that a signed-in officer downloads. */
async function download(role, path) {
  const page = await here.as(role);
  const response = await page.context().request.get(path);
  assert.equal(response.status(), 200, path);
  const bytes = await response.body();
  await page.context().close();
  return bytes;
}

describe("calendars", () => {
  test("an activity, with what people type in its name", async () => {
    const plan = { starts_at: hoursAhead(30), ends_at: hoursAhead(33), signup_closes_at: hoursAhead(29), seats: 9 };
    const title = "包粽子, 送温暖; “一起来” \\ 第1场：带上围裙和水杯，从村口的大樟树往里走到文化礼堂再上二楼左转";
    const activity = await here.activity(title, plan);
    const { events } = await read(`/activities/${activity}/calendar.ics`);
    assert.equal(events.length, 1);
    assert.deepEqual(
      { title: events[0].title, starts: events[0].starts, ends: events[0].ends, status: events[0].status },
      { title, starts: instant(plan.starts_at), ends: instant(plan.ends_at), status: "CONFIRMED" },
    );
    await here.api("village", "POST", `/organisations/{org}/activities/${activity}/cancel`, { reason: "下雨" });
    const off = await read(`/activities/${activity}/calendar.ics`);
    assert.deepEqual([off.events[0].uid, off.events[0].status], [events[0].uid, "CANCELLED"]);
  });

  test("a room, week after week", async () => {
    const page = await here.as("village");
    await page.goto(`/w/${here.roles.village.organisation}/spaces`);
    const link = page.locator("main a", { hasText: /槜李堂.*四点半学堂/ }).first();
    const space = new URL(await link.evaluate((a) => a.href)).pathname.split("/").pop();
    await page.context().close();
    const { events, name } = await read(`/spaces/${space}/calendar.ics`);
    assert.match(name, /四点半学堂/);
    const taken = await here.api("village", "GET", `/spaces/${space}/taken?from=${hoursAhead(0)}&to=${hoursAhead(59 * 24)}`);
    const spans = taken.map((one) => `${instant(one.starts_at)} ${instant(one.ends_at)}`);
    assert.ok(spans.length >= 3, "the demonstration's series is there");
    const said = new Set(events.map((one) => `${one.starts} ${one.ends}`));
    for (const span of spans) assert.ok(said.has(span), span);
  });

  test("an activity that changes its hour and its room stays the same entry", async () => {
    const { token, organisation } = here.roles.village;
    const rooms = await here.api("village", "GET", "/organisations/{org}/spaces");
    const [one, other] = (rooms.items ?? rooms).slice(0, 2).map((room) => room.id);
    const at = (days, hour) => `${dayAhead(days)}T${hour}:00:00+08:00`;
    const plan = { starts_at: at(40, "06"), ends_at: at(40, "07"), signup_closes_at: hoursAhead(20), seats: 5, space: one, place: "" };
    const activity = await here.activity("会搬家的一场", plan);
    const entry = async (path) => {
      const { events } = await read(path);
      const found = events.filter((event) => event.title.includes("会搬家的一场"));
      assert.equal(found.length, 1, path);
      return found[0];
    };
    const first = await entry(`/spaces/${one}/calendar.ics`);
    assert.equal(first.status, "CONFIRMED");
    const address = `${here.address}/api/v1/organisations/${organisation}/activities/${activity}`;
    const known = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
    const body = await known.json();
    const { title, kind, area } = body;
    const change = await fetch(address, {
      method: "PUT",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "if-match": known.headers.get("etag") },
      body: JSON.stringify({ title, kind, area: area?.id ?? area, own: { people: 2, share: 1 }, ...plan, space: other, starts_at: at(40, "07"), ends_at: at(40, "08") }),
    });
    assert.ok(change.ok, await change.text());
    const there = await entry(`/spaces/${other}/calendar.ics`);
    assert.deepEqual([there.uid, there.status, there.starts], [first.uid, "CONFIRMED", instant(at(40, "07"))]);
    const left = await entry(`/spaces/${one}/calendar.ics`);
    assert.deepEqual([left.uid, left.status], [first.uid, "CANCELLED"]);
    const body2 = await entry(`/organisations/${organisation}/calendar.ics`);
    assert.deepEqual([body2.uid, body2.status], [first.uid, "CONFIRMED"]);
  });

  test("an organisation, and what is one's own", async () => {
    const { events } = await read(`/organisations/${here.roles.village.organisation}/calendar.ics`);
    assert.ok(events.length >= 3);
    const activity = await here.activity("自己的一场", {
      starts_at: hoursAhead(60), ends_at: hoursAhead(62), signup_closes_at: hoursAhead(59), seats: 5,
    });
    const resident = await here.as("resident");
    await resident.goto(`/activities/${activity}/sign-up`);
    await resident.locator(".action-bar button").click();
    await resident.waitForURL("**/mine/signups/**");
    const ticket = await resident.context().request.get(`${new URL(resident.url()).pathname}/calendar.ics`);
    const own = calendar(await ticket.text(), from, to);
    assert.deepEqual([own.wrong, own.events.map((one) => one.title)], [[], ["自己的一场"]]);
    await resident.goto("/me/calendar");
    await resident.locator("main form button.btn-primary").first().click();
    const address = resident.locator("main input[value*='/calendars/']");
    const secret = new URL(await address.inputValue()).pathname;
    const mine = await read(secret);
    assert.ok(mine.events.some((one) => one.title.includes("自己的一场")));
    await resident.context().close();
  });
});

test("a course is one entry a session", async () => {
  const { items } = await (await fetch(`${here.address}/api/v1/courses?limit=200`)).json();
  const club = items.find((course) => course.title === "四点半学堂（秋季班）");
  const { sessions } = await (await fetch(`${here.address}/api/v1/courses/${club.id}`)).json();
  const { events, name } = await read(`/courses/${club.id}/calendar.ics`);
  assert.equal(name, club.title);
  const meets = sessions.filter((session) => !session.cancelled).map((session) => instant(session.starts_at)).sort();
  assert.deepEqual(events.filter((one) => one.status !== "CANCELLED").map((one) => one.starts).sort(), meets);
});

describe("spreadsheets", () => {
  /** The one page of a file, by its name, with its rows. */
  const page = (bytes) => {
    const pages = Object.entries(sheets(bytes));
    assert.equal(pages.length, 1);
    return { name: pages[0][0], rows: pages[0][1] };
  };

  test("who comes to a course, who takes part in a competition, who is put forward", async () => {
    const { items } = await (await fetch(`${here.address}/api/v1/courses?limit=200`)).json();
    const club = items.find((course) => course.title === "四点半学堂（秋季班）");
    const attendance = page(await download("village", `/w/${here.roles.village.organisation}/courses/${club.id}/attendance.xlsx`));
    assert.equal(attendance.name, "出勤表");
    assert.equal(attendance.rows[0][0], club.title);
    assert.ok(attendance.rows.length > 5, "children are on it");
    const cups = await (await fetch(`${here.address}/api/v1/competitions?limit=200`)).json();
    const sewing = cups.items.find((cup) => cup.title === "濮院毛衫缝制技能竞赛");
    const at = `/w/${here.roles.county_line.organisation}/competitions/${sewing.id}`;
    const entries = page(await download("county_line", `${at}/entries.xlsx`));
    assert.equal(entries.name, "参赛名单");
    assert.equal(entries.rows.length, sewing.entered + 2, "a title, the heads, and a line each");
    const picks = page(await download("county_line", `${at}/picks.xlsx`));
    assert.equal(picks.name, "推荐名单");
    assert.equal(picks.rows[0][0], sewing.title);
  });

  test("the sign-in sheet says who comes, and no cell is a formula", async () => {
    const activity = await here.activity("=SUM(1,2) 签到", {
      starts_at: hoursAhead(40), ends_at: hoursAhead(42), signup_closes_at: hoursAhead(39), seats: 5,
    });
    const resident = await here.as("resident");
    await resident.goto(`/activities/${activity}/sign-up`);
    await resident.locator(".action-bar button").click();
    await resident.waitForURL("**/mine/signups/**");
    await resident.context().close();
    const bytes = await download("village", `/w/${here.roles.village.organisation}/activities/${activity}/sheet.xlsx`);
    const [rows] = Object.values(sheets(bytes));
    assert.match(rows[0][0], /^'=SUM/);
    const head = rows.findIndex((row) => row.includes("姓名"));
    assert.ok(head > 0, JSON.stringify(rows.slice(0, 5)));
    const filled = rows.slice(head + 1).filter((row) => row[head >= 0 ? rows[head].indexOf("姓名") : 1]);
    assert.equal(filled.length, 1);
  });

  test("a template, and rows that were sent back", async () => {
    const office = `/w/${here.roles.county_office.organisation}`;
    const template = sheets(await download("county_office", `${office}/imports/template.xlsx?register=units`));
    assert.ok(Object.values(template)[0][0].some((cell) => /名称/.test(cell)), JSON.stringify(template));
    const page = await here.as("county_office");
    await page.goto(`${office}/imports`);
    await page.locator("[name=file]").setInputFiles({
      name: "企业.csv", mimeType: "text/csv",
      buffer: Buffer.from("名称,村社区,人数\n甲针织厂,桃园村,30\n乙针织厂,桃圆村,约12\n"),
    });
    await page.locator("main form button").first().click();
    await page.waitForURL("**/imports/*");
    const at = new URL(page.url()).pathname;
    const response = await page.context().request.get(`${at}/rejects.xlsx`);
    const [rows] = Object.values(sheets(await response.body()));
    assert.ok(rows.some((row) => row.includes("乙针织厂")), JSON.stringify(rows));
    assert.ok(!rows.some((row) => row.includes("甲针织厂")));
    await page.context().close();
  });

  test("uses, bookings and loans, each with the filters of its list", async () => {
    const village = `/w/${here.roles.village.organisation}`;
    const uses = Object.values(sheets(await download("village", `${village}/uses/list.xlsx?from=${dayAhead(-40)}&to=${dayAhead(0)}`)))[0];
    assert.ok(uses.length > 3, "the demonstration's rooms were used");
    assert.match(uses[1][0], /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, "a time is a time");
    assert.match(uses[1][7], /^\d+$/, "minutes are a number");
    const none = Object.values(sheets(await download("village", `${village}/uses/list.xlsx?from=2001-01-01&to=2001-01-02`)))[0];
    assert.equal(none.length, 1);
    const kept = Object.values(sheets(await download("village", `${village}/bookings.xlsx?kept=1`)))[0];
    assert.ok(kept.length > 1, "the demonstration's rooms are booked");
    const loans = Object.values(sheets(await download("village", `${village}/loans.xlsx?side=out`)))[0];
    assert.equal(loans[0].length, 10);
  });
});
