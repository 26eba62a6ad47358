// A visitor on a phone: finds something near without an account, signs up herself and her child, gets places
// or stands in line and is told why, cancels; the next in line is offered the places. With JavaScript and without.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { county, hoursAhead, said, says } from "../lib/county.mjs";
import { shots, weigh } from "../lib/look.mjs";
import { qrText } from "../lib/qr.mjs";

const here = county();

test("the first visit is light and answers what is near, today and this week", async () => {
  const page = await here.visitor();
  const { bytes, files } = await weigh(page, "/");
  assert.ok(bytes < 60_000, `${bytes} bytes: ${JSON.stringify(files, null, 1)}`);
  const home = await said(page);
  assert.match(home, /附近有什么活动/);
  assert.match(home, /今天/);
  assert.match(home, /接下来一周[^]*\d+月\d+日 周./);
  await shots(page, "portal");
  await page.context().close();
});

for (const scripts of [true, false]) {
  describe(scripts ? "with JavaScript" : "without JavaScript", () => {
    const title = scripts ? "桃园村做风筝" : "桃园村放风筝";
    const phone = scripts ? "13800000001" : "13800000002";
    let activity;
    let visitor;
    let neighbour;

    test("the day before: an activity of three bodies with two places", async () => {
      activity = await here.activity(title, {
        summary: "家长和孩子一起做。",
        starts_at: hoursAhead(30),
        ends_at: hoursAhead(32),
        signup_closes_at: hoursAhead(29),
        seats: 2,
        offer_minutes: 120,
        questions: [{ label: "带剪刀吗", kind: "yes_no", required: true, options: [] }],
      });
      visitor = await here.visitor({ scripts });
      neighbour = await here.as("resident", { scripts });
    });

    test("she says where she is, and sees what is near", async () => {
      await visitor.goto("/");
      await visitor.getByRole("link", { name: "去选" }).click();
      await visitor.getByRole("link", { name: "梧桐街道" }).click();
      await visitor.getByRole("link", { name: "桃园村", exact: true }).click();
      await visitor.getByText(/离.*桃园村近的活动/).waitFor();
      const week = visitor.locator("section", { hasText: "接下来一周" });
      assert.match(await week.innerText(), new RegExp(`${title}[^]*1 公里内`));
    });

    test("she filters by town, kind and line, and searches", async () => {
      await visitor.goto("/activities");
      const filters = visitor.locator("form.filters");
      const choose = async (name, label, sign) => {
        // With a script the fields stay open; without, each choice is a page of its own.
        const closed = filters.locator("details:not([open]) > summary");
        if (await closed.count()) await closed.click();
        await filters.locator(`select[name=${name}]`).selectOption({ label });
        // With a script each choice acts at once.
        if (!scripts) await filters.getByRole("button", { name: "筛选" }).click();
        await visitor.waitForURL(sign);
        await visitor.locator(".chip", { hasText: label }).waitFor();
      };
      await choose("town", "梧桐街道", /town=/);
      await choose("kind", "亲子", /kind=family/);
      await choose("line", "妇联", /line=women/);
      for (const listing of await visitor.locator(".listing").allInnerTexts()) {
        assert.match(listing, /梧桐街道|公里/);
        assert.match(listing, /亲子/);
      }
      await visitor.goto("/activities");
      await visitor.getByRole("searchbox").fill("风筝");
      await visitor.getByRole("searchbox").press("Enter");
      await visitor.waitForURL(/q=/);
      await visitor.getByRole("link", { name: title }).click();
      await visitor.waitForURL(`**/activities/${activity}`);
    });

    test("the activity says who holds it together and how many places are left", async () => {
      const facts = await said(visitor);
      for (const host of ["桃园村妇联", "梧桐街道妇联", "针织工会"]) assert.match(facts, new RegExp(host));
      assert.match(facts, /还有 2 个名额/);
      const pending = visitor.waitForEvent("download");
      await visitor.getByRole("link", { name: "加到日历" }).click();
      assert.match(readFileSync(await (await pending).path(), "utf8"), new RegExp(`SUMMARY:${title}`));
    });

    test("she fills in the form, registers with her phone, and both have a place", async () => {
      await visitor.locator("main").getByRole("link", { name: "报名", exact: true }).click();
      await visitor.getByText("带上孩子或老人").click();
      await visitor.locator("[name=new-name-0]").fill("林小满");
      await visitor.locator("[name=new-birth-0]").fill("2018-05-01");
      await visitor.locator("[name=new-consent]").check();
      await visitor.getByRole("radio", { name: "是" }).check();
      await visitor.getByRole("button", { name: "提交报名" }).click();

      await visitor.getByText("先用手机号登录，填好的内容会留着").waitFor();
      await visitor.getByLabel("手机号").fill(phone);
      await visitor.getByRole("button", { name: "获取验证码" }).click();
      const code = (await said(visitor)).match(/验证码显示在这里：(\d{6})/)[1];
      await visitor.getByLabel("6 位验证码").fill(code);
      await visitor.getByText("第一次来？点开填写姓名").click();
      await visitor.getByRole("textbox", { name: "姓名" }).fill("林春");
      await visitor.locator("[name=consent]").check();
      await visitor.getByRole("button", { name: "登录" }).click();

      // What was typed before is there again.
      await visitor.waitForURL(`**/activities/${activity}/sign-up`);
      assert.equal(await visitor.locator("[name=new-name-0]").inputValue(), "林小满");
      assert.equal(await visitor.locator("[name=who]").first().isChecked(), true);
      await visitor.getByRole("button", { name: "提交报名" }).click();
      await visitor.getByRole("heading", { level: 1, name: "已报名" }).waitFor();
      await says(visitor, /已报名，.*\d+:\d\d 见/);
    });

    test("each has a QR code that says the short code below it, and there is a file for the calendar", async () => {
      const tickets = visitor.locator(".ticket");
      assert.equal(await tickets.count(), 2);
      for (const ticket of await tickets.all()) {
        const short = (await ticket.locator(".ticket-short strong").innerText()).replace(/\s/g, "");
        assert.match(short, /^[0-9A-Z]{6}$/);
        assert.equal(await qrText(ticket.locator("svg")), `${here.address}/t/${short}`);
      }
      await shots(visitor, `ticket${scripts ? "" : "-no-scripts"}`, { whole: true });
      await visitor.setViewportSize({ width: 390, height: 844 });
      const pending = visitor.waitForEvent("download");
      await visitor.getByRole("link", { name: "加到日历" }).click();
      assert.match(readFileSync(await (await pending).path(), "utf8"), /BEGIN:VCALENDAR[^]*的签到码/);
    });

    test("a neighbour with two children finds it full and is told why she waits", async () => {
      await neighbour.goto(`/activities/${activity}`);
      await says(neighbour, /名额已满/);
      await neighbour.getByRole("link", { name: "加入候补" }).click();
      for (const box of await neighbour.getByRole("checkbox").filter({ visible: true }).all()) {
        if ((await box.getAttribute("name")) === "who") await box.check();
      }
      // Three of them, for two places: she leaves one at home.
      await neighbour.locator("[name=who]").last().uncheck();
      await neighbour.getByRole("radio", { name: "否" }).check();
      await neighbour.getByRole("button", { name: "加入候补" }).click();
      await neighbour.getByRole("heading", { level: 1, name: "候补中" }).waitFor();
      const why = await said(neighbour);
      assert.match(why, /候补第 1 位/);
      assert.match(why, /共 2 个名额，已定 2 个。[^]*前面没有人了，下一个就是您。/);
      await shots(neighbour, `waiting${scripts ? "" : "-no-scripts"}`, { whole: true });
      await neighbour.setViewportSize({ width: 390, height: 844 });
    });

    test("she can't come and gives both places back", async () => {
      await visitor.goto("/mine");
      await visitor.getByRole("link", { name: title }).click();
      await visitor.getByText("来不了了？").click();
      await visitor.getByText("全部取消").click();
      await visitor.locator(".confirm[open]").getByRole("button", { name: "确定取消" }).click();
      await visitor.getByRole("heading", { level: 1, name: "已取消" }).waitFor();
      await says(visitor, /已取消 2 人/);
    });

    test(`the neighbour is offered the places until a stated time and ${scripts ? "takes" : "declines"} them`, async () => {
      await neighbour.goto("/");
      await says(neighbour, new RegExp(`“${title}”有名额了，给您留到 .*\\d+:\\d\\d，请确认`));
      await neighbour.getByRole("link", { name: "去确认" }).first().click();
      await neighbour.getByRole("heading", { level: 1, name: "有名额了，请确认" }).waitFor();
      await says(neighbour, /给您留了 2 个名额[^]*请在这之前确认[^]*(小时后|分钟后|明天)/);
      if (scripts) {
        await neighbour.getByRole("button", { name: "要，我来" }).click();
        await neighbour.getByRole("heading", { level: 1, name: "已报名" }).waitFor();
        assert.equal(await neighbour.locator(".ticket").count(), 2);
      } else {
        await neighbour.getByText("不来了", { exact: true }).click();
        await neighbour.getByRole("button", { name: "让给下一位" }).click();
        await neighbour.getByRole("heading", { level: 1, name: "已让出" }).waitFor();
        await visitor.goto(`/activities/${activity}`);
        await says(visitor, /还有 2 个名额/);
      }
      assert.deepEqual([...visitor.problems, ...neighbour.problems], []);
      await visitor.context().close();
      await neighbour.context().close();
    });
  });
}
