// An officer of a village: sees what waits, makes a joint activity in one form, others agree or not, it is
// published, and the sign-in sheet is printed. With JavaScript and without. With GUIDE_PICTURES=1 it writes the pictures
// of docs/guides.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { county, dayAhead, said, says } from "../lib/county.mjs";
import { picture, shots } from "../lib/look.mjs";

const here = county();

for (const scripts of [true, false]) {
  describe(scripts ? "with JavaScript" : "without JavaScript", () => {
    const title = scripts ? "桃园村亲子包粽子" : "桃园村亲子剪窗花";
    let officer;
    let activity;

    test("she signs in and sees what waits for her today", async () => {
      officer = await here.as("village", { scripts });
      await officer.goto("/");
      await officer.getByRole("navigation", { name: "底部导航" }).getByRole("link", { name: "工作台" }).click();
      await officer.getByRole("heading", { level: 1, name: "今天" }).waitFor();
      await says(officer, /(今天要办|一周之内|以后) \d+ 件/);
      await shots(officer, `today${scripts ? "" : "-no-scripts"}`);
      await officer.setViewportSize({ width: 390, height: 844 });
    });

    test("she makes a joint activity in one form", async () => {
      await officer.getByRole("navigation", { name: "底部导航" }).getByRole("link", { name: "活动" }).click();
      await officer.getByRole("link", { name: "新建活动" }).click();
      const form = officer.locator("#activity-form");
      const field = (name) => form.locator(`[name=${name}]`);
      await field("title").fill(title);
      await field("kind").selectOption({ label: "亲子" });
      await field("summary").fill("材料由村里准备，家长和孩子一起来。");
      await field("day").fill(dayAhead(9));
      await field("start").fill(scripts ? "13:30" : "10:30");
      await field("end").fill(scripts ? "15:00" : "12:00");
      const rooms = await field("space").locator("option").allInnerTexts();
      await field("space").selectOption({ label: rooms.find((room) => /槜李堂.*四点半学堂/.test(room)) });
      await field("seats").fill("12");
      await field("volunteers").fill("2");
      await form.getByRole("radio", { name: "不限" }).check();

      // What each brings; a body that the list lacks is looked up by a part of its name.
      await field("own_people").fill("3");
      await field("own_goods").fill("糯米和粽叶");
      await field("c0_org").selectOption({ label: "梧桐街道妇联" });
      await field("c0_people").fill("2");
      await field("c0_money").fill("500");
      await field("find").fill("辉昌针织");
      await form.getByRole("button", { name: "查找" }).click();
      await field("c1_org").waitFor();
      const bodies = await field("c1_org").locator("option").allInnerTexts();
      await field("c1_org").selectOption({ label: bodies.find((body) => body.startsWith(here.roles.firm.organisation_name)) });
      await field("c1_goods").fill("围裙十条");

      await field("q0_label").or(form.getByRole("button", { name: "加一个问题" })).first().waitFor();
      if ((await field("q0_label").count()) === 0) await form.getByRole("button", { name: "加一个问题" }).click();
      await field("q0_label").fill("孩子对什么过敏");
      assert.equal(await field("title").inputValue(), title, "what was typed is still there");
      await field("c0_org").scrollIntoViewIfNeeded();
      if (scripts) await picture(officer, "hold-form");
    });

    test("what is wrong is said in the field's place, and nothing typed is lost", async () => {
      const form = officer.locator("#activity-form");
      await form.locator("[name=end]").fill("10:00");
      await form.getByRole("button", { name: "保存并发布" }).click();
      await officer.getByText("结束要晚于开始").first().waitFor();
      assert.equal(await form.locator("[name=own_goods]").inputValue(), "糯米和粽叶");
      await form.locator("[name=end]").fill(scripts ? "15:00" : "12:00");
      await form.getByRole("button", { name: "保存并发布" }).click();
      await officer.getByText("活动已发布，现在谁都看得到。").waitFor();
      activity = new URL(officer.url()).pathname.split("/").pop();
      await says(officer, /桐乡濮院辉昌针织工会[^]*待答复/);
    });

    test("the town agrees to hold it together, the firm's union does not", async () => {
      const answers = [
        ["town", "同意共办", "我们派两个人。", "已同意共办，主办单位会收到通知。"],
        ["firm", "婉拒", "那天赶货，抱歉。", "已婉拒，主办单位会收到通知。"],
      ];
      for (const [role, answer, note, done] of answers) {
        const other = await here.as(role, { scripts });
        await other.goto(`/w/${here.roles[role].organisation}`);
        await other.getByRole("link", { name: "去答复" }).and(other.locator(`[href*="${activity}"]`)).click();
        await other.getByLabel("给主办单位的话").fill(note);
        await other.getByRole("button", { name: answer }).click();
        await other.getByText(done).waitFor();
        assert.deepEqual(other.problems, []);
        await other.context().close();
      }
      await officer.goto("/notices");
      await says(officer, new RegExp(`桐乡濮院辉昌针织工会婉拒共办“${title}”。“那天赶货，抱歉。”`));
      await officer.goto(`/w/${here.roles.village.organisation}/activities/${activity}`);
      await says(officer, /共办台账[^]*梧桐街道妇联[^]*已同意[^]*¥500[^]*桐乡濮院辉昌针织工会[^]*已婉拒/);
      await shots(officer, `ledger${scripts ? "" : "-no-scripts"}`, { whole: true });
      await officer.setViewportSize({ width: 390, height: 844 });
      if (scripts) await picture(officer, "hold-ledger", officer.locator("section", { hasText: "共办台账" }).first());
      await officer.getByRole("link", { name: "公开页面" }).click();
      const facts = await said(officer);
      assert.match(facts, /梧桐街道妇联/);
      assert.doesNotMatch(facts, /辉昌/);
    });

    test("people sign up, and she prints the sign-in sheet and takes it along as a spreadsheet", async () => {
      const resident = await here.as(scripts ? "resident" : "volunteer", { scripts });
      await resident.goto(`/activities/${activity}/sign-up`);
      await resident.getByRole("button", { name: "提交报名" }).click();
      await resident.getByRole("heading", { level: 1, name: "已报名" }).waitFor();
      await resident.context().close();

      await officer.goto(`/w/${here.roles.village.organisation}/activities/${activity}/sheet`);
      await says(officer, new RegExp(`${title}[^]*签名[^]*参加者 1 人`));
      await officer.emulateMedia({ media: "print" });
      assert.equal(await officer.getByRole("link", { name: "下载表格" }).isVisible(), false, "buttons are not printed");
      const paper = await officer.pdf({ format: "A4", preferCSSPageSize: true });
      assert.equal(paper.subarray(0, 5).toString(), "%PDF-");
      await shots(officer, `sheet${scripts ? "" : "-no-scripts"}`, { whole: true });
      await officer.emulateMedia({ media: "screen" });
      await officer.setViewportSize({ width: 390, height: 844 });

      const pending = officer.waitForEvent("download");
      await officer.getByRole("link", { name: "下载表格" }).click();
      assert.equal(readFileSync(await (await pending).path()).subarray(0, 2).toString(), "PK");
      assert.deepEqual(officer.problems, []);
      await officer.context().close();
    });
  });
}

for (const scripts of [true, false]) {
  test(`what was typed another time says so, and she begins anew (${scripts ? "with" : "without"} JavaScript)`, async () => {
    const officer = await here.as("village", { scripts });
    const title = officer.locator("#activity-form [name=title]");
    await officer.setViewportSize({ width: 390, height: 844 });
    await officer.goto(`/w/${here.roles.village.organisation}/activities/new`);
    await title.fill("重阳糕写到一半");
    await officer.getByRole("button", { name: "存为草稿" }).click();
    await officer.locator(".error-list").waitFor();
    await officer.goto(`/w/${here.roles.village.organisation}/activities/new`);
    await officer.getByText("这里是您上次填的").waitFor();
    assert.equal(await title.inputValue(), "重阳糕写到一半");
    await shots(officer, `kept-form${scripts ? "" : "-no-scripts"}`);
    await officer.getByRole("button", { name: "从头填" }).click();
    await officer.getByText("这里是您上次填的").waitFor({ state: "detached" });
    assert.equal(await title.inputValue(), "");
    assert.deepEqual(officer.problems, []);
    await officer.context().close();
  });
}
