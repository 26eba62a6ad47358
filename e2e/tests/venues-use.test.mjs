// A site is entered, photographed, opened and closed on a phone, with the mistakes people make; what nobody uses is
// answered; and anyone finds it. The pages of it keep the rules.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { audit } from "../lib/audit.mjs";
import { DESK, PHONE } from "../lib/browser.mjs";
import { county, says } from "../lib/county.mjs";
import { picture } from "../lib/look.mjs";

const here = county();
const bench = () => `/w/${here.roles.village.organisation}`;

/** The page of one of the village's own sites. */
async function site(page, name) {
  await page.goto(`${bench()}/venues`);
  const link = page.locator("main table a", { hasText: name }).first();
  return new URL(await link.evaluate((a) => a.href)).pathname;
}

for (const scripts of [true, false]) {
  test(`she enters a site on her phone, ${scripts ? "with" : "without"} JavaScript`, async () => {
    const name = scripts ? "桃园书屋" : "桃园健身点";
    const page = await here.as("village", { scripts });
    await page.setViewportSize(PHONE);
    await page.goto(`${bench()}/venues`);
    await page.getByRole("link", { name: "登记阵地" }).click();
    // A name is missing, and the position is no position: what was typed stays.
    await page.locator("[name=address]").fill("文化路 10 号");
    await page.locator("[name=position]").fill("村口往东");
    await page.getByRole("button", { name: "登记", exact: true }).click();
    await says(page, /请填北纬和东经两个数/);
    assert.equal(await page.locator("[name=address]").inputValue(), "文化路 10 号");
    await page.locator("[name=position]").fill("30.6401，120.5119");
    await page.getByRole("button", { name: "登记", exact: true }).click();
    await says(page, /请填名称/);
    await page.locator("[name=name]").fill(name);
    await page.locator("[name=cluster]").fill("桃园村阵地集群");
    await page.getByLabel("无障碍厕所").check();
    await page.getByRole("button", { name: "登记", exact: true }).click();
    await page.waitForURL(/\/venues\/[0-9a-f-]{36}$/);
    await says(page, /还没有场所/);
    await page.locator("[name=space]").fill("阅览室");
    await page.locator("[name=capacity]").fill("二十");
    await page.getByRole("button", { name: "添加场所" }).click();
    await says(page, /请填能容纳多少人/);
    await page.locator("[name=capacity]").fill("20");
    await page.getByRole("button", { name: "添加场所" }).click();
    await page.getByRole("link", { name: "阅览室" }).first().waitFor();

    // A picture needs words, and must be one.
    const at = new URL(page.url()).pathname;
    const image = { name: "门口.png", mimeType: "image/png", buffer: await page.screenshot() };
    await page.goto(`${at}/photos`);
    await page.locator("[name=photo]").setInputFiles(image);
    await page.getByRole("button", { name: "添加照片" }).click();
    await says(page, /请写一句照片上是什么/);
    await page.locator("[name=photo]").setInputFiles({ name: "a.gif", mimeType: "image/gif", buffer: Buffer.from("GIF89a....") });
    await page.locator("[name=alt]").fill("书屋大门");
    await page.getByRole("button", { name: "添加照片" }).click();
    await says(page, /只收 JPG、PNG、WebP/);
    assert.equal(await page.locator("[name=alt]").inputValue(), "书屋大门");
    await page.locator("[name=photo]").setInputFiles(image);
    await page.getByRole("button", { name: "添加照片" }).click();
    await page.getByRole("img", { name: "书屋大门" }).waitFor();

    // Anyone finds it, in its group and on its map.
    const visitor = await here.visitor();
    await visitor.goto(`/venues?q=${encodeURIComponent(name)}`);
    await visitor.getByRole("link", { name }).first().click();
    await visitor.getByRole("img", { name: "书屋大门" }).waitFor();
    await says(visitor, /无障碍厕所/);
    await visitor.getByRole("link", { name: "桃园村阵地集群" }).click();
    assert.ok(await visitor.locator("svg a", { hasText: /\d/ }).count() >= 4);
    assert.deepEqual([...page.problems, ...visitor.problems], []);
    await visitor.context().close();
    await page.context().close();
  });
}

// Before any door is touched: a room that is opened rings no more.
test("what nobody uses is answered with a reason, and is quiet", async () => {
  const page = await here.as("village");
  await page.setViewportSize(PHONE);
  await page.goto(bench());
  await page.locator("main a[href$='/idle']").first().click();
  await says(page, /没人用，已经 \d+ 天/);
  await picture(page, "room-idle");
  const card = page.locator("form", { has: page.locator("[name^=reason-]") }).first();
  const many = await page.locator("form [name^=reason-]").count();
  await card.getByLabel("先保留").check();
  await card.getByRole("button", { name: /^答复/ }).click();
  await says(page, /请写明原因/);
  assert.ok(await page.locator("[value=keep]:checked").count(), "what was chosen stays");
  await page.locator("[name^=reason-]").first().fill("开春再用");
  await page.locator("form", { has: page.locator("[name^=reason-]") }).first().getByRole("button", { name: /^答复/ }).click();
  await page.getByText("已记下。").waitFor();
  assert.equal(await page.locator("form [name^=reason-]").count(), many - 1);
  await says(page, /开春再用/);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("the room is opened by the code at its door and closed with how many came", async () => {
  const page = await here.as("village");
  await page.setViewportSize(PHONE);
  const at = await site(page, "槜李堂");
  await page.goto(at);
  await page.getByRole("link", { name: "打印门口的码" }).click();
  assert.match(await page.locator("body").innerText(), /扫码开门/);
  // What the code says is the address of the page.
  const door = `/venues/${at.split("/").pop()}/door`;
  await page.goto(door);
  await picture(page, "room-door");
  await page.getByRole("button", { name: /^开门/ }).first().click();
  await page.getByText("门已登记打开").waitFor();
  const people = page.locator("[name^=people-]").first();
  await people.fill("十几个");
  await page.getByRole("button", { name: /^关门/ }).first().click();
  await says(page, /请填人数/);
  assert.equal(await people.inputValue(), "十几个");
  await people.fill("１６");
  await page.getByRole("button", { name: /^关门/ }).first().click();
  await page.getByText("已关门，谢谢。").waitFor();
  await page.setViewportSize(DESK);
  await page.goto(`${bench()}/uses`);
  await says(page, /按场所[^]*按用途[^]*按单位/);
  await picture(page, "room-use");
  // A number opens to what it was counted from.
  await page.locator("main table a", { hasText: "槜李堂" }).first().click();
  await says(page, /槜李堂[^]*16/);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

describe("the pages of sites keep the rules", () => {
  let page;
  let at;
  before(async () => {
    page = await here.as("village");
    at = await site(page, "槜李堂");
    page.problems.splice(0);
  });

  test("a site for anyone", () => audit(page, `/venues/${at.split("/").pop()}`));
  test("all sites", () => audit(page, "/venues?q=桃园"));
  test("entering one", () => audit(page, `${bench()}/venues/new`));
  test("a site of one's own", () => audit(page, at));
  test("what is said of it", () => audit(page, `${at}/edit`));
  test("its pictures", () => audit(page, `${at}/photos`));
  test("its money", () => audit(page, `${at}/funding`));
  test("who built it together", () => audit(page, `${at}/builders`));
  test("its keys", () => audit(page, `${at}/keys`));
  test("its door", () => audit(page, `/venues/${at.split("/").pop()}/door`));
  test("real use", () => audit(page, `${bench()}/uses`));
  test("what it was counted from", () => audit(page, `${bench()}/uses/list`));
  test("what nobody uses", () => audit(page, `${bench()}/idle`));
});
