// A thing is entered, asked for, handed out by its code, brought back broken, answered and settled: two bodies on two
// phones, with the mistakes people make, with scripts and without. The pages of it keep the rules.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { audit } from "../lib/audit.mjs";
import { PHONE } from "../lib/browser.mjs";
import { county, hoursAhead, says } from "../lib/county.mjs";
import { picture } from "../lib/look.mjs";

const here = county();
const bench = (role = "village") => `/w/${here.roles[role].organisation}`;

/** So many days from today, as a date field takes it. */
const day = (days) => new Date(Date.now() + days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);

async function press(page, name) {
  await page.locator("main").getByRole("button", { name, exact: true }).first().click();
}

for (const scripts of [true, false]) {
  test(`a printer goes out and comes back, ${scripts ? "with" : "without"} JavaScript`, async () => {
    const name = scripts ? "便携打印机" : "塑封机";
    const page = await here.as("village", { scripts });
    await page.setViewportSize(PHONE);
    await page.goto(`${bench()}/lending/own`);
    await page.getByRole("link", { name: "登记物品" }).first().click();
    // How many is no number, and it isn't said where it is: what was typed stays.
    await page.locator("[name=name]").fill(name);
    await page.locator("[name=pieces]").fill("好几台");
    await page.getByLabel("全县各家单位").check();
    await press(page, "保存");
    await says(page, /请填几件/);
    await says(page, /请选一处阵地，或写明放在哪里/);
    assert.equal(await page.locator("[name=name]").inputValue(), name);
    assert.equal(await page.locator("[name=pieces]").inputValue(), "好几台");
    if (scripts) await picture(page, "lend-enter");
    await page.locator("[name=pieces]").fill("２ 台");
    await page.locator("[name=place]").fill("妇女之家柜子");
    await press(page, "保存");
    await page.getByText("已登记。").waitFor();
    const thing = new URL(page.url()).pathname.split("/").pop();

    // Another body finds it and asks, first for more days than there may be.
    const firm = await here.as("firm", { scripts });
    await firm.setViewportSize(PHONE);
    await firm.goto(`${bench("firm")}/lending?q=${encodeURIComponent(name)}`);
    if (scripts) await picture(firm, "lend-near");
    await firm.locator("main table a", { hasText: name }).first().click();
    await firm.locator("[name=from]").fill(day(0));
    await firm.locator("[name=until]").fill(day(20));
    await firm.locator("[name=purpose]").fill("职工技能比武");
    await firm.locator("[name=pieces]").fill("2");
    await press(firm, "送出申请");
    await says(firm, /最多借 7 天/);
    await says(firm, /请写谁来领/);
    assert.equal(await firm.locator("[name=purpose]").inputValue(), "职工技能比武");
    await firm.locator("[name=until]").fill(day(2));
    await firm.locator("[name=fetcher]").fill("沈师傅");
    await press(firm, "送出申请");
    await firm.getByText("已送出，等对方同意").waitFor();
    const borrowed = new URL(firm.url()).pathname;
    const loan = borrowed.split("/").pop();

    // It waits on the lender's page of the day.
    await page.goto(bench());
    await says(page, new RegExp(`想借${name}`));
    const lent = `${bench()}/loans/${loan}`;
    await page.goto(lent);
    await press(page, "同意");
    await page.getByText("已同意").waitFor();

    // The slip is shown, its code typed at the desk.
    await firm.goto(borrowed);
    await says(firm, /来领时给对方扫一下/);
    const code = (await firm.locator(".ticket-short strong").innerText()).replace(/\s/g, "");
    if (scripts) await picture(firm, "lend-slip", firm.locator(".ticket"));
    await page.goto(`${bench()}/loans?side=out`);
    await page.locator("[name=code]").fill("000");
    await press(page, "找借用单");
    await says(page, /没有这个码的借用单/);
    await page.locator("[name=code]").fill(code.toLowerCase());
    await press(page, "找借用单");
    await page.waitForURL(new RegExp(`${loan}$`));
    await page.locator("[name=condition]").fill("完好，带电源线");
    await press(page, "交出");
    await page.getByText("已交出。").waitFor();

    // One comes back in order, one broken; it has to be said how.
    await page.locator("[name=in_order]").fill("1");
    await page.locator("[name=damaged]").fill("1");
    await press(page, "收回");
    await says(page, /有损坏或缺少请写明情况/);
    assert.equal(await page.locator("[name=damaged]").inputValue(), "1");
    await page.locator("[name=note]").fill("卡纸，盖子裂了");
    if (scripts) await picture(page, "lend-return");
    await press(page, "收回");
    await page.getByText("已收回并记上。").waitFor();
    await firm.goto(borrowed);
    await firm.locator("[name^=words-]").fill("路上颠的，我们出钱修");
    await press(firm, "答复");
    await firm.getByText("已答复。").waitFor();
    await page.goto(lent);
    await says(page, /路上颠的，我们出钱修/);
    await page.getByLabel("修好了").check();
    await page.locator("[name^=restored-]").fill("1");
    await press(page, "处理");
    await page.getByText("已处理。").waitFor();
    await page.goto(`${bench()}/things/${thing}`);
    await says(page, /归还时损坏[^]*-1/);
    await says(page, /修好[^]*\+1/);
    if (scripts) await picture(page, "lend-count", page.locator("#entries"));
    // It was not broken after all: the keeper corrects it with a reason, and the borrower reads both.
    await page.goto(lent);
    await page.getByText("记错了？更正这次记录").click();
    await page.locator("[name^=in_order-]").fill("3");
    await page.locator("[name^=damaged-]").fill("0");
    await page.locator("[name^=why-]").fill("卡纸清掉就好了，盖子是别的机器的");
    await press(page, "更正");
    await says(page, /最多 2 件/);
    assert.equal(await page.locator("[name^=why-]").inputValue(), "卡纸清掉就好了，盖子是别的机器的");
    await page.locator("[name^=in_order-]").fill("2");
    if (scripts) await picture(page, "lend-correct");
    await press(page, "更正");
    await page.getByText("已更正，双方都会收到通知。").waitFor();
    await firm.goto(borrowed);
    await says(firm, /原来记的是： 完好 1、损坏 1、缺少 0 · 卡纸清掉就好了/);
    await says(firm, /借方当时说： 路上颠的，我们出钱修/);
    if (scripts) {
      await audit(page, lent, (page) => page.locator("details:has([name^=why-]) > summary").click());
      await audit(firm, borrowed);
    }
    // Every number opens to its loans.
    await page.goto(`${bench()}/lending/use`);
    await page.locator("main table tr", { hasText: name }).getByRole("link").first().click();
    await says(page, /职工技能比武/);
    assert.deepEqual([...page.problems, ...firm.problems], []);
    await firm.context().close();
    await page.context().close();
  });
}

test("what is late stands on the page of the day of whoever lends", async () => {
  const page = await here.as("village");
  await page.setViewportSize(PHONE);
  await page.goto(bench());
  await says(page, /拉杆音响到期没还/);
  await page.goto(`${bench()}/loans?side=out&live=1`);
  await says(page, /到期没还/);
  await picture(page, "lend-out");
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

for (const scripts of [true, false]) {
  const how = scripts ? "with" : "without";

  test(`things are borrowed from an activity's page, ${how} JavaScript`, async () => {
    const page = await here.as("village", { scripts });
    await page.setViewportSize(PHONE);
    const id = await here.activity(`敬老茶会${scripts ? "一" : "二"}`, {
      starts_at: hoursAhead(72), ends_at: hoursAhead(74), signup_opens_at: hoursAhead(-1), signup_closes_at: hoursAhead(71), seats: 20,
    });
    await page.goto(`${bench()}/activities/${id}`);
    const activity = page.url();
    if (scripts) await picture(page, "lend-activity", page.locator("section", { hasText: "为活动借的物品" }).last());
    await page.getByRole("link", { name: "为活动借物品" }).click();
    await says(page, /借物品，日子已经按活动填好/);
    await page.locator("main table a", { hasText: "工具箱" }).first().click();
    assert.notEqual(await page.locator("[name=activity]").inputValue(), "");
    const purpose = `布置会场${scripts ? "一" : "二"}`;
    assert.notEqual(await page.locator("[name=purpose]").inputValue(), "");
    await page.locator("[name=purpose]").fill(purpose);
    await page.locator("[name=fetcher]").fill("值班员");
    await press(page, "借");
    await page.getByText(/借好了|已送出/).first().waitFor();
    await page.goto(activity);
    await says(page, /工具箱/);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

  test(`a thing gets a photo and words for it, ${how} JavaScript`, async () => {
    const page = await here.as("village", { scripts });
    await page.setViewportSize(PHONE);
    await page.goto(`${bench()}/lending/own`);
    await page.locator("main table a", { hasText: scripts ? "拉杆音响" : "红马甲" }).first().click();
    await page.getByRole("link", { name: "照片" }).click();
    const jpeg = { name: "音响.jpg", mimeType: "image/jpeg", buffer: await page.screenshot({ type: "jpeg" }) };
    await page.locator("[name=photo]").setInputFiles(jpeg);
    await press(page, "添加照片");
    await says(page, /请写一句照片上是什么/);
    await page.locator("[name=photo]").setInputFiles(jpeg);
    await page.locator("[name=alt]").fill("两只箱子，一只话筒");
    await press(page, "添加照片");
    await page.getByText("照片已添加。").waitFor();
    await page.goto(`${bench()}/lending/own`);
    const small = page.getByRole("img", { name: "两只箱子，一只话筒" }).first();
    await small.scrollIntoViewIfNeeded();
    await page.waitForFunction((image) => image.complete && image.naturalWidth > 0, await small.elementHandle());
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
}

describe("the pages of lending keep the rules", () => {
  let page;
  let thing;
  let loan;
  before(async () => {
    page = await here.as("village");
    const first = async (path, of) => {
      await page.goto(`${bench()}${path}`);
      return new URL(await page.locator("main table a", { hasText: of }).first().evaluate((a) => a.href)).pathname;
    };
    thing = await first("/lending/own", "帐篷");
    loan = await first("/loans?side=out", "帐篷");
    page.problems.splice(0);
  });

  test("what is near by", () => audit(page, `${bench()}/lending`));
  test("what is one's own", () => audit(page, `${bench()}/lending/own`));
  test("entering a thing", () => audit(page, `${bench()}/lending/new`));
  test("a thing", () => audit(page, thing));
  test("changing it", () => audit(page, `${thing}/edit`));
  test("its photos", () => audit(page, `${thing}/photos`));
  test("what is lent", () => audit(page, `${bench()}/loans?side=out`));
  test("what is borrowed", () => audit(page, `${bench()}/loans?side=in`));
  test("a loan", () => audit(page, loan));
  test("how things are used", () => audit(page, `${bench()}/lending/use`));
});
