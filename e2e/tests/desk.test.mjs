// The desk: a list from paper is looked at before it goes in, a spreadsheet does as well; who signed the sheet without
// having signed up is added afterwards, and whoever doesn't meet the rules waits for the officer's word.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { county, hoursAhead, said, says } from "../lib/county.mjs";
import { shots } from "../lib/look.mjs";

const here = county();

const PHONE = { width: 390, height: 844 };

describe("at the desk", () => {
  let activity;
  let desk;
  let officer;

  before(async () => {
    activity = await here.activity("桃园村写春联", {
      starts_at: hoursAhead(4),
      ends_at: hoursAhead(6),
      signup_closes_at: hoursAhead(3),
      seats: 3,
      questions: [{ label: "要几副", kind: "number", required: true }],
      prior_area: undefined,
      priority: [{ by: "age", min: 60 }],
    });
    desk = `/w/${here.roles.village.organisation}/activities/${activity}/desk`;
    officer = await here.as("village");
  });

  test("who comes first is said in public", async () => {
    const visitor = await here.visitor();
    await visitor.goto(`/activities/${activity}`);
    await says(visitor, /第 1 组：60 岁以上的[^]*候补按优先人群的次序排/);
    await visitor.context().close();
  });

  test("a list is looked at first, and nothing typed is lost", async () => {
    await officer.goto(desk);
    await officer.getByText("录入纸质名单").click();
    const list = officer.locator("#f-list");
    await list.fill("姓名\t手机号\t要几副\n沈阿妹\t13912340001\t2\n王二\t1391\t两\n周八 13912340008");
    await officer.getByText("都已在纸上签字同意").click();
    await officer.getByRole("button", { name: "先看一看" }).click();
    await officer.getByRole("heading", { name: "录入后会怎样" }).waitFor();
    const page = await said(officer);
    assert.match(page, /1 人有名额，0 人候补或等分名额，0 人早就在名单上，0 人要由您决定，2 行录不进去/);
    assert.match(page, /“手机号”：手机号不对[^]*“要几副”/);
    assert.match(await list.inputValue(), /周八 13912340008/);
    // What was looked at goes in by the first button; looking again is the other.
    const buttons = officer.locator("form", { has: list }).getByRole("button");
    assert.deepEqual((await buttons.allInnerTexts()).slice(-2).map((text) => text.trim()), ["放进去", "再看一看"]);
    assert.match((await officer.getByRole("button", { name: "放进去" }).getAttribute("class")) ?? "", /btn-primary/);
    await shots(officer, "desk-list", { whole: true });
    await officer.setViewportSize(PHONE);
    // The spreadsheet comes behind what was typed.
    await list.fill("");
    await officer.locator("#f-file").setInputFiles({ name: "名单.csv", mimeType: "text/csv", buffer: Buffer.from("姓名,手机号,要几副\n沈阿妹,13912340001,2\n王二,13912340002,1\n") });
    await officer.getByRole("button", { name: "放进去" }).click();
    await officer.getByText("名单已录入，共 2 人").waitFor();
  });

  test("what is wrong is named by its field", async () => {
    await officer.getByRole("button", { name: "报名", exact: true }).click();
    assert.match(await officer.locator(".error-list").innerText(), /姓名/);
    await shots(officer, "desk-wrong");
  });

  test("who only signed the sheet is added afterwards", async () => {
    const at = (hours) => Date.parse(hoursAhead(hours));
    await here.change(`UPDATE activity SET starts_at = ${at(-3)}, ends_at = ${at(-1)}, signup_opens_at = ${at(-9)}, signup_closes_at = ${at(-4)} WHERE id = '${activity}'`);
    await officer.goto(desk);
    await says(officer, /到场签了到、名单上没有的人/);
    for (const [name, phone] of [["钱阿毛", "13912340011"], ["孙阿大", "13912340012"]]) {
      await officer.locator("#f-name").fill(name);
      await officer.locator("#f-phone").fill(phone);
      await officer.getByLabel("要几副").first().fill("1");
      await officer.getByText("照着签到纸录的").click();
      await officer.getByText("已告诉本人").click();
      await officer.getByRole("button", { name: "补录", exact: true }).click();
      await officer.locator(".notice").first().waitFor();
    }
    await says(officer, /已记下，还没有名额：名额已满/);
    await shots(officer, "desk-late", { whole: true });
    await officer.setViewportSize(PHONE);
    await officer.locator("summary", { hasText: "决定" }).first().click();
    await officer.getByLabel("理由", { exact: true }).first().fill("人在现场，加了座");
    await officer.getByRole("button", { name: /给名额/ }).first().click();
    await officer.getByText("已决定：给名额").waitFor();
    await officer.getByText("需要全名", { exact: true }).click();
    await officer.getByLabel("为什么需要全名").fill("核对签到纸");
    await officer.getByRole("button", { name: "在这里显示全名" }).click();
    await officer.getByText("孙阿大").first().waitFor();
    assert.deepEqual(officer.problems, []);
    await officer.context().close();
  });
});
