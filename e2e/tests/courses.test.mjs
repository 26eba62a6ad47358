// A course on a phone: an officer opens it with a mistake first; a parent enrols two children and names who picks them up;
// the roll is called; a child is handed over with a code, the wrong one first. With GUIDE_PICTURES=1 it writes the
// pictures of docs/guides.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { audit } from "../lib/audit.mjs";
import { county, dayAhead, said, says } from "../lib/county.mjs";
import { picture } from "../lib/look.mjs";

const here = county();

const bench = () => `/w/${here.roles.village.organisation}`;

/** The wall clock in China so many minutes from now: day and hour. */
function wall(minutes) {
  const at = new Date(Date.now() + minutes * 60_000 + 8 * 3600_000);
  return { day: at.toISOString().slice(0, 10), clock: at.toISOString().slice(11, 16), weekday: (at.getUTCDay() + 6) % 7 };
}

for (const scripts of [true, false]) {
  describe(scripts ? "with JavaScript" : "without JavaScript", () => {
    test("from the form to the door", async () => {
      const title = scripts ? "彩虹手工课" : "周末读书课";
      // It begins in a quarter of an hour: the roll can be called already. Past midnight the day turns.
      const start = wall(15), end = wall(60);
      const lasts = end.day === start.day ? end.clock : "23:59";
      const officer = await here.as("village", { scripts });
      await officer.goto(`${bench()}/courses`);
      await officer.getByRole("link", { name: "开一门课程" }).click();
      await officer.locator("[name=title]").fill(title);
      await officer.locator("[name=place]").fill("桃园村文化礼堂");
      await officer.locator("[name=first_day]").fill(start.day);
      await officer.locator("[name=last_day]").fill(dayAhead(20));
      await officer.locator("[name=from]").fill(start.clock);
      await officer.locator("[name=to]").fill(lasts);
      await officer.locator("[name=seats]").fill("12");
      await officer.getByRole("checkbox", { name: "法定节假日不上课" }).uncheck();
      await officer.getByRole("button", { name: "下一步：看每次课" }).click();
      await officer.getByText("选上每周哪几天上课").first().waitFor();
      assert.equal(await officer.locator("[name=title]").inputValue(), title, "what was typed stays");
      await officer.locator(`[name=weekdays][value="${start.weekday}"]`).check();
      await officer.getByRole("button", { name: "下一步：看每次课" }).click();
      await officer.getByText("3 次没问题").waitFor();
      await officer.getByRole("button", { name: "就这样开课" }).click();
      await officer.getByText("课程排好了").waitFor();
      await officer.getByRole("button", { name: "公开招生" }).click();
      await officer.getByText("已公开，可以报名了。").waitFor();
      const at = new URL(officer.url()).pathname;
      const id = at.split("/").pop();

      const parent = await here.as("resident", { scripts });
      await parent.goto(`/courses/${id}`);
      await says(parent, /第 3 次/);
      await parent.getByRole("link", { name: "报名", exact: true }).first().click();
      const people = parent.locator("[name=who]");
      const n = await people.count();
      assert.ok(n >= 3, "the parent and two children");
      for (let k = 0; k < n; k += 1) await people.nth(k).setChecked(k > 0 && k < 3);
      await parent.locator("main form button[type=submit], main form button.btn-primary").last().click();
      await parent.getByRole("link", { name: "去课程页" }).click();
      await says(parent, /还没写谁来接/);
      await parent.locator("[name=name]").fill("沈玉珍");
      await parent.locator("[name=phone]").fill("1380");
      await parent.locator("[name=relation]").fill("外婆");
      await parent.getByRole("button", { name: "添一个人" }).click();
      await parent.getByText("手机号是 11 位数字").first().waitFor();
      await parent.locator("[name=phone]").fill("13800000009");
      await parent.getByRole("button", { name: "添一个人" }).click();
      await parent.getByText("写好了。请把接送码告诉他").waitFor();
      const code = (await said(parent)).match(/接送码 (\d{6})/)[1];

      await officer.goto(at);
      await officer.getByRole("link", { name: "点名", exact: true }).first().click();
      const roll = new URL(officer.url()).pathname;
      const rows = officer.getByRole("radio", { name: "到", exact: true });
      assert.equal(await rows.count(), 2, "both children stand on the roll");
      const called = await officer.locator("main fieldset legend").allInnerTexts();
      assert.equal(new Set(called).size, called.length, `brothers and sisters are told apart: ${called}`);
      await rows.first().check();
      if (scripts) await picture(officer, "course-roll");
      await officer.getByRole("button", { name: "存下", exact: true }).click();
      await officer.getByText("记下了 1 个人。").waitFor();
      // Children go home once the session has begun.
      here.change(`UPDATE course_session SET starts_at = starts_at - 1200000 WHERE id = '${roll.split("/").at(-1)}'`);
      await officer.goto(`${roll}/pick-up`);
      await officer.locator("[name=code]").fill(code === "000000" ? "111111" : "000000");
      await officer.getByRole("button", { name: "核对" }).click();
      await officer.getByText("没有这个接送码").first().waitFor();
      await officer.locator("[name=code]").fill(code);
      await officer.getByRole("button", { name: "核对" }).click();
      await officer.getByText("码对了：外婆 沈**").waitFor();
      assert.equal(await officer.locator("[name=child][type=checkbox]").count(), 1, "only who is there goes home");
      if (scripts) await picture(officer, "course-pick-up");
      await officer.getByRole("button", { name: "交给他" }).first().click();
      await officer.getByText("已交接，家长会收到通知。").waitFor();
      await officer.locator("[name=code]").fill(code);
      await officer.getByRole("button", { name: "核对" }).click();
      await officer.getByText("已经走了").first().waitFor();
      await parent.goto("/notices");
      await says(parent, /放学了[^]*外婆 沈\*\*/);

      // The second child by the code of its ticket, typed; what isn't one says so.
      const file = await (await parent.request.get(`/mine/courses/${id}/calendar.ics`)).text();
      assert.equal(file.match(/BEGIN:VEVENT/g).length, 3, "each session has its entry");
      await parent.goto(`/mine/courses/${id}`);
      await parent.locator("a[href^='/mine/signups/']").first().click();
      await says(parent, /下一次/);
      const codes = await parent.locator(".ticket-short strong").allInnerTexts();
      await officer.goto(roll);
      await officer.getByText("扫码点名").click();
      const typed = officer.locator("[data-scan-code]");
      await typed.fill("看不清");
      await typed.press("Enter");
      await officer.getByText("这不是报名码").first().waitFor();
      for (const one of codes) {
        if (!(await typed.isVisible())) await officer.getByText("扫码点名").click();
        await typed.fill(one.replace(/\s/g, ""));
        await typed.press("Enter");
        await officer.getByText(/到了，一共到了|已经点过名了/).first().waitFor();
      }
      await officer.goto(roll);
      await officer.getByText(/2 \/ 2|2 人|到 2/).first().waitFor();

      // The two that follow go to another hour, in one step.
      await officer.goto(at);
      await officer.getByRole("link", { name: "以后的课都改" }).click();
      await officer.locator("[name=from]").fill("19:00");
      await officer.locator("[name=to]").fill("18:00");
      await officer.getByRole("button", { name: "看每次课行不行" }).click();
      await officer.getByText("结束要晚于开始").first().waitFor();
      await officer.locator("[name=to]").fill("20:00");
      await officer.getByRole("button", { name: "看每次课行不行" }).click();
      await officer.getByText("2 次按新安排").waitFor();
      if (scripts) await picture(officer, "course-following");
      await officer.getByRole("button", { name: "就这样改" }).click();
      await officer.getByText("改好了：2 次按新安排").waitFor();
      await parent.goto("/notices");
      await says(parent, /2 次换了时间或地方/);
      assert.deepEqual([...officer.problems, ...parent.problems], []);
      await parent.context().close();
      await officer.context().close();
    });
  });
}

test("the form, filled as an office would, for the guide", { skip: !process.env.GUIDE_PICTURES }, async () => {
  const officer = await here.as("village");
  await officer.goto(`${bench()}/courses/new`);
  await officer.locator("[name=title]").fill("四点半学堂（春季班）");
  await officer.locator("[name=place]").fill("桃园村文化礼堂");
  await officer.locator("[name=first_day]").fill(dayAhead(7));
  await officer.locator("[name=last_day]").fill(dayAhead(70));
  for (const weekday of [0, 2, 3]) await officer.locator(`[name=weekdays][value="${weekday}"]`).check();
  await officer.locator("[name=from]").fill("16:30");
  await officer.locator("[name=to]").fill("17:30");
  await officer.locator("[name=seats]").fill("24");
  // Date and time fields as a Chinese browser writes them; a browser without Chinese writes them in American.
  for (const name of ["first_day", "last_day", "from", "to"]) {
    await officer.locator(`[name=${name}]`).evaluate((field) => {
      const shown = field.value.replaceAll("-", "/");
      field.type = "text";
      field.value = shown;
    });
  }
  await officer.locator("[name=first_day]").evaluate((field) => {
    document.activeElement?.blur();
    scrollTo(0, field.getBoundingClientRect().top + scrollY - 220);
  });
  await picture(officer, "course-new");
  await officer.context().close();
});

describe("the demonstration's courses", () => {
  /** The demonstration's course of this name. */
  async function known(title) {
    const { items } = await (await fetch(`${here.address}/api/v1/courses?limit=200`)).json();
    return items.find((course) => course.title === title);
  }

  test("the pages read well in both languages, in large print and in the dark", async () => {
    const visitor = await here.visitor();
    const club = await known("四点半学堂（秋季班）");
    await audit(visitor, "/courses");
    await audit(visitor, `/courses/${club.id}`);
    const officer = await here.as("village");
    const at = `${bench()}/courses/${club.id}`;
    const { sessions } = await (await fetch(`${here.address}/api/v1/courses/${club.id}`)).json();
    const held = sessions.find((session) => session.closed_at);
    const ahead = sessions.findLast((session) => !session.closed_at && !session.cancelled);
    for (const path of [`${bench()}/courses`, `${bench()}/courses/new`, at, `${at}/settings`, `${at}/attendance`,
      `${at}/sessions/${held.id}`, `${at}/sessions/${held.id}/pick-up`, `${at}/sessions/${ahead.id}/edit`, `${at}/sheet`,
      `${at}/sheet?session=${ahead.id}`, `${at}/following`]) {
      await audit(officer, path);
    }
    const parent = await here.as("resident");
    await audit(parent, "/mine/courses");
    await audit(parent, `/mine/courses/${club.id}`);
    for (const page of [visitor, officer, parent]) await page.context().close();
  });
});
