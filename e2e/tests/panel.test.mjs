// Site scoring on a phone, with JavaScript and without: the office lays out a route, judges score apart, and anyone reads
// what was published. With GUIDE_PICTURES=1 it writes the pictures of docs/guides.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { audit } from "../lib/audit.mjs";
import { signIn } from "../lib/browser.mjs";
import { county, dayAhead, said } from "../lib/county.mjs";
import { picture } from "../lib/look.mjs";
import { OTHER_ITEMS, roundOf } from "../lib/round.mjs";

const here = county();

const bench = () => `/w/${here.roles.county_office.organisation}/panels`;

for (const scripts of [true, false]) {
  describe(scripts ? "with JavaScript" : "without JavaScript", () => {
    test("the office begins a round and lays out a route", async () => {
      const office = await here.as("county_office", { scripts });
      await office.goto(`${bench()}/new`);
      await office.getByRole("button", { name: "建好评审" }).click();
      await office.getByText("请填评审的名字").first().waitFor();
      await office.locator("[name=title]").fill(scripts ? "镇街阵地评审" : "村社阵地评审");
      await office.getByRole("button", { name: "建好评审" }).click();
      await office.getByText("评审已建好").waitFor();
      await office.locator("[name=name]").first().fill("桃园线");
      await office.locator("[name=day]").first().fill("2099-01-05");
      await office.getByRole("button", { name: "加一条路线" }).click();
      await office.getByText("路线已加好").waitFor();
      await office.locator("[name=q]").first().fill("桃园村阵地集群");
      await office.getByRole("button", { name: "找", exact: true }).click();
      await office.getByRole("checkbox").first().check();
      await office.getByRole("button", { name: "加入这条路线" }).click();
      await office.getByText("阵地已加入路线").waitFor();
      await office.locator("[name=officer]").selectOption({ index: 1 });
      await office.getByRole("button", { name: "请来当评委" }).click();
      await office.getByText("已请好").waitFor();
      if (scripts) await picture(office, "panel-route");
    });

    test("a judge keeps a sheet, is told what is missing, and hands it in", async () => {
      const judge = await here.as("volunteer", { scripts });
      await judge.goto("/me");
      await judge.getByRole("link", { name: /今日桃园线/ }).click();
      const waiting = await judge.locator("main a[href*='/scoring/']").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      const sheet = waiting[scripts ? 1 : 2];
      await judge.goto(sheet);
      const marks = judge.locator("input[name^=mark]");
      assert.equal(await marks.count(), 4);
      await marks.nth(0).fill("9");
      await judge.getByRole("button", { name: "先存着" }).click();
      await judge.getByText("已存，还没交").waitFor();
      await judge.getByText("存了一些，还没交").first().waitFor();
      await judge.goto(sheet);
      assert.equal(await marks.nth(0).inputValue(), "9", "what was begun is there");
      if (scripts) await picture(judge, "panel-score");
      for (const [n, mark] of ["9", "8.5", "十", "1"].entries()) await marks.nth(n).fill(mark);
      await judge.getByRole("button", { name: "交评分表" }).click();
      await judge.getByText("打分请填 0 到 10").first().waitFor();
      assert.equal(await marks.nth(2).inputValue(), "十", "what was typed stays");
      await marks.nth(2).fill("8");
      await judge.locator("input[name=words4]").fill("门口有三级台阶，轮椅进不来");
      await judge.getByRole("button", { name: "交评分表" }).click();
      await judge.getByText("评分表已交").waitFor();
    });

    test("anyone reads what was published, down to the records", async () => {
      const reader = await here.visitor({ scripts });
      await reader.goto("/panels");
      await reader.getByRole("link", { name: /上一轮阵地现场评审/ }).click();
      await reader.getByRole("heading", { name: "全部阵地" }).waitFor();
      await reader.getByRole("heading", { name: /城乡线/ }).waitFor();
      if (scripts) await picture(reader, "panel-public");
      await reader.locator("main table a").first().click();
      await reader.getByText("凭据").or(reader.getByText("使用次数")).first().waitFor();
      await reader.locator("main a[href*='/evidence/']").first().click();
      await reader.getByText("回到这处阵地").waitFor();
    });
  });
}

/** Opens a route where there is a network and waits until the phone could do without. */
async function getReady(page, round) {
  await page.goto(round.path);
  await page.waitForFunction(() => ["good", "fair"].includes(document.querySelector("[data-judging]").dataset.ready));
}

/** Opens a venue's sheet, and waits until it has what the phone keeps. */
async function open(page, round, n) {
  await page.goto(`${round.path}/${round.venues[n].id}`);
  await page.waitForFunction(() => document.querySelector("[data-judging]").dataset.shown !== undefined);
}

/** Fills the sheet that is open, and hands it in. */
async function score(page, marks, words = "看过记录，也看过现场") {
  for (const [at, mark] of marks.entries()) {
    await page.locator(`[name=mark${at + 1}]`).fill(mark);
    await page.locator(`[name=words${at + 1}]`).fill(words);
  }
  await page.getByRole("button", { name: "交评分表" }).click();
}

/** How the phone says that a venue's sheet stands. */
async function stands(page, round, n) {
  await page.waitForFunction(() => document.querySelector("[data-judging]").dataset.left !== undefined);
  return page.locator(`[data-stop="${round.venues[n].id}"]`).innerText();
}

/** Waits until nothing waits on the phone any more. */
const allSent = (page) => page.waitForFunction(() => document.querySelector("[data-judging]").dataset.left === "0");

/** How many sheets of the round's route the server has. */
const given = async (round) => (await round.office("GET", "")).routes[0].given;

/** The network is back; the page of the route brings what the phone has. */
async function comeBack(page, round) {
  await page.context().setOffline(false);
  await page.goto(round.path);
}

describe("without a network", () => {
  test("two judges score apart, one of them far out; it comes in by itself, once", async () => {
    const round = await roundOf(here, "山里评审", { venues: 3 });
    const phone = await here.as("volunteer", { offlineReady: true });
    await getReady(phone, round);
    await phone.locator("[data-light=pages]").getByText("已存在这台手机上").waitFor();
    await picture(phone, "panel-offline", phone.locator("[data-judging]"));

    await phone.context().setOffline(true);
    await open(phone, round, 0);
    await phone.locator("[name=mark1]").fill("9");
    await phone.locator("[name=words1]").fill("门常开着");
    await phone.getByText("填的已存在这台手机上").waitFor();
    // As typed: the phone went to sleep and the page was opened again.
    await phone.goto(round.path);
    assert.match(await stands(phone, round, 0), /还没交/);
    await open(phone, round, 0);
    assert.equal(await phone.locator("[name=words1]").inputValue(), "门常开着");
    // Checked as the server does: the range, and a sentence where points are low.
    await phone.locator("[name=mark2]").fill("十");
    await phone.getByRole("button", { name: "交评分表" }).click();
    await phone.locator("#f-mark2-error").getByText("打分请填 0 到 10").waitFor();
    await phone.locator("[data-problems-found][role=alert]").getByRole("link", { name: /：打分请填 0 到 10/ }).first().waitFor();
    assert.equal(await phone.locator("[name=mark2]").inputValue(), "十");
    await phone.locator("[name=mark2]").fill("1");
    await phone.getByRole("button", { name: "交评分表" }).click();
    await phone.locator("#f-words2-error").getByText("请写一句说明").waitFor();
    assert.equal(await phone.locator("#f-mark2-error").count(), 0, "what is mended is no longer wrong");
    await score(phone, ["9", "８．5 分"]);
    await phone.getByText("没有网络").first().waitFor();
    await phone.getByText("还有 1 份评分表没有上传").waitFor();
    assert.match(await stands(phone, round, 0), /填好了，等上传/);
    await open(phone, round, 1);
    await score(phone, ["8", "7"]);
    await phone.getByText("还有 2 份评分表没有上传").waitFor();
    await open(phone, round, 2);
    await phone.locator("[name=mark1]").fill("6");
    await phone.getByRole("button", { name: "先存着" }).click();
    await phone.getByText("还有 3 份评分表没有上传").waitFor();
    assert.equal(await given(round), 0);

    // The other has a network, on a phone that keeps nothing.
    const other = await here.as("resident");
    await open(other, round, 0);
    await score(other, ["5", "6"]);
    await other.getByText("评分表已交").waitFor();
    assert.equal(await given(round), 1);

    // Back on the road home: everything arrives, and again changes nothing.
    const sent = [];
    phone.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/papers")) sent.push({ url: request.url(), body: request.postData() });
    });
    await phone.goto(round.path);
    await phone.context().setOffline(false);
    await allSent(phone);
    assert.equal(await given(round), 3);
    assert.equal(sent.length, 2);
    const again = await phone.evaluate(async (sent) => {
      const numbers = [];
      for (const { url, body } of [...sent].reverse()) {
        const answer = await fetch(url, { method: "POST", body, headers: { "content-type": "application/json" } });
        numbers.push((await answer.json()).number);
      }
      return numbers;
    }, sent);
    assert.deepEqual(again, [1, 1]);
    assert.equal(await given(round), 3);
    // The draft is on the server, and there without this phone; offline again the page knows of what was handed in.
    const elsewhere = await here.as("volunteer");
    await open(elsewhere, round, 2);
    assert.equal(await elsewhere.locator("[name=mark1]").inputValue(), "6");
    await phone.context().setOffline(true);
    await open(phone, round, 0);
    await phone.getByText("收表前可以改").waitFor();
    // A correction, with its reason, comes in as well.
    await phone.locator("[name=mark1]").fill("8");
    await phone.getByRole("button", { name: "改好再交" }).click();
    await phone.locator("#f-reason-error").getByText("请写明原因").waitFor();
    await phone.locator("[name=reason]").fill("看漏了一间");
    await phone.getByRole("button", { name: "改好再交" }).click();
    await phone.getByText("还有 1 份评分表没有上传").waitFor();
    await comeBack(phone, round);
    await allSent(phone);
    await open(elsewhere, round, 0);
    assert.equal(await elsewhere.locator("[name=mark1]").inputValue(), "8");
    assert.deepEqual([phone.problems.filter((what) => !/ERR_INTERNET_DISCONNECTED/.test(what)), other.problems], [[], []]);
    for (const page of [phone, other, elsewhere]) await page.context().close();
  });

  test("a sheet that changed meanwhile is refused, and nothing is lost", async () => {
    const round = await roundOf(here, "改表评审");
    const phone = await here.as("volunteer", { offlineReady: true });
    await getReady(phone, round);
    await phone.context().setOffline(true);
    await open(phone, round, 0);
    await score(phone, ["9", "8"], "门口有坡道");
    await phone.getByText("还有 1 份评分表没有上传").waitFor();
    await round.office("PUT", "/sheet", { seen: 1, items: OTHER_ITEMS });
    await comeBack(phone, round);
    await phone.getByText("评分表改过了").waitFor();
    const typed = phone.locator("[data-judging-list] textarea");
    assert.match(await typed.inputValue(), /开放使用 9 门口有坡道/);
    assert.equal(await given(round), 0);
    await picture(phone, "panel-refused", phone.locator("[data-judging-list]"));
    // The new sheet is empty, with what was typed beside it to be read; nothing of it goes under the wrong item.
    await open(phone, round, 0);
    await phone.getByText("共建共用").first().waitFor();
    assert.equal(await phone.locator("[name=mark1]").inputValue(), "");
    assert.match(await typed.inputValue(), /开放使用 9 门口有坡道/);
    assert.equal(await phone.getByRole("button", { name: "填进评分表" }).isVisible(), false);
    await score(phone, ["7", "7"]);
    await phone.getByText("评分表已交").waitFor();
    assert.equal(await given(round), 1);
    // It stays until the judge lets it go, and that is asked twice.
    await phone.goto("/scoring");
    await phone.getByRole("button", { name: "不要了" }).click();
    assert.equal(await typed.count(), 1);
    await phone.getByRole("button", { name: "再点一次就删掉" }).click();
    await typed.waitFor({ state: "detached" });
    await phone.context().close();
  });

  test("a route that was closed, a judge who was removed, a sheet handed in elsewhere: each is told what to do", async () => {
    const round = await roundOf(here, "收表评审");
    const phone = await here.as("volunteer", { offlineReady: true });
    await getReady(phone, round);
    await phone.context().setOffline(true);
    for (const n of [0, 1]) {
      await open(phone, round, n);
      await score(phone, ["9", "8"]);
      await phone.getByText(`还有 ${n + 1} 份评分表没有上传`).waitFor();
    }
    const elsewhere = await here.as("volunteer");
    await open(elsewhere, round, 1);
    await score(elsewhere, ["5", "5"]);
    await elsewhere.getByText("评分表已交").waitFor();
    await round.office("POST", "/{route}/close", {});
    await comeBack(phone, round);
    await phone.getByText("请联系主办单位，重新开放打分后点「再交一次」").first().waitFor();
    await round.office("POST", "/{route}/reopen", { reason: "有一位在山里" });
    await phone.goto(round.path);
    await phone.locator("[data-judging-list]").getByRole("button", { name: "再交一次" }).first().waitFor();
    // One that is brought takes the other along, if there is a network just then: its button may go before it is touched.
    const again = phone.getByRole("button", { name: "再交一次" });
    while ((await again.count()) > 0) await again.first().click({ timeout: 2000 }).catch(() => {});
    await phone.getByText("您已在别的设备上交过这处阵地的评分表").waitFor();
    assert.equal(await given(round), 2);
    // What was typed here goes into the form as it is now, and is a correction with a reason.
    await open(phone, round, 1);
    assert.equal(await phone.locator("[name=mark1]").inputValue(), "5");
    await phone.getByRole("button", { name: "填进评分表" }).click();
    assert.equal(await phone.locator("[name=mark1]").inputValue(), "9");
    await phone.locator("[name=reason]").fill("以手机上的为准");
    await phone.getByRole("button", { name: "改好再交" }).click();
    await phone.getByText("评分表已交").waitFor();
    await open(elsewhere, round, 1);
    assert.equal(await elsewhere.locator("[name=mark1]").inputValue(), "9");

    await phone.goto(round.path);
    await phone.waitForFunction(() => document.querySelector("[data-judging]").dataset.ready !== "bad");
    await phone.context().setOffline(true);
    await open(phone, round, 0);
    await phone.locator("[name=mark1]").fill("4");
    await phone.locator("[name=reason]").fill("再想想");
    await phone.getByRole("button", { name: "改好再交" }).click();
    await phone.getByText("还有 1 份评分表没有上传").waitFor();
    await round.office("DELETE", "/{route}/judges/1", { reason: "没有联系上" });
    await comeBack(phone, round);
    await phone.waitForURL("**/scoring");
    await phone.locator("[data-judging-list]").getByText("您不再是这条路线的评委").waitFor();
    assert.match(await phone.locator("[data-judging-list] textarea").inputValue(), /开放使用 4/);
    for (const page of [phone, elsewhere]) await page.context().close();
  });

  test("who signs out is told first; another judge on the same phone sees and sends nothing; who comes back has it all", async () => {
    const round = await roundOf(here, "换人评审");
    const phone = await here.as("volunteer", { offlineReady: true });
    await getReady(phone, round);
    await phone.context().setOffline(true);
    await open(phone, round, 0);
    await score(phone, ["9", "8"], "只有我知道的话");
    await phone.getByText("还有 1 份评分表没有上传").waitFor();
    // The session ends somewhere else while the phone is away.
    const before = await phone.context().cookies();
    await phone.context().clearCookies({ name: "lq_session" });
    await phone.context().setOffline(false);
    await phone.getByText("登录已过期").waitFor();
    assert.equal(await given(round), 0);
    // Back, but what it sends doesn't arrive: signing out is asked about.
    await phone.route("**/papers", (route) => route.abort());
    await phone.context().addCookies(before);
    await phone.goto("/me");
    await phone.getByRole("button", { name: "退出登录" }).first().click();
    await phone.getByText("还有 1 份评分表没有上传，退出后").waitFor();
    await phone.getByRole("button", { name: "退出登录" }).first().click();
    await phone.waitForURL("**/");
    await phone.unroute("**/papers");

    await signIn(phone, here.roles.resident);
    for (const path of [round.path, `${round.path}/${round.venues[0].id}`, "/scoring"]) {
      await phone.goto(path);
      await phone.locator("[data-judging]").waitFor({ state: "attached" });
      assert.doesNotMatch(await said(phone), /只有我知道的话|等上传|还有 1 份/);
    }
    await open(phone, round, 0);
    assert.equal(await phone.locator("[name=mark1]").inputValue(), "");
    await phone.goto("/me");
    await phone.getByRole("button", { name: "退出登录" }).first().click();
    await phone.waitForURL("**/");
    assert.equal(await given(round), 0);

    await signIn(phone, here.roles.volunteer);
    await phone.goto(round.path);
    await phone.waitForFunction(() => document.querySelector("[data-stop]").innerText.includes("已交"));
    assert.equal(await given(round), 1);
    await phone.context().close();
  });

  test("who got ready the evening before finds the form on the day, and the way there from any page", async () => {
    const round = await roundOf(here, "明天评审", { day: dayAhead(1) });
    const phone = await here.as("volunteer", { offlineReady: true });
    await getReady(phone, round);
    await open(phone, round, 0);
    await phone.getByText("还没到评审那天").waitFor();
    assert.equal(await phone.locator("[name=mark1]").count(), 0);
    await phone.context().setOffline(true);
    await phone.clock.setFixedTime(Date.now() + 24 * 3_600_000);
    await phone.goto("/");
    await phone.getByRole("link", { name: "评委：打开存好的评分表" }).click();
    await phone.getByRole("link", { name: /明天评审/ }).click();
    await open(phone, round, 0);
    await score(phone, ["9", "9"]);
    await phone.getByText("还有 1 份评分表没有上传").waitFor();
    await phone.context().close();
  });

  test("its pages are fit for everyone, with what was refused on them", async () => {
    const round = await roundOf(here, "查看评审");
    const phone = await here.as("volunteer", { offlineReady: true });
    await getReady(phone, round);
    await phone.context().setOffline(true);
    await open(phone, round, 0);
    await score(phone, ["9", "8"], "门口有坡道");
    await phone.getByText("还有 1 份评分表没有上传").waitFor();
    await round.office("PUT", "/sheet", { seen: 1, items: OTHER_ITEMS });
    await comeBack(phone, round);
    await phone.getByText("评分表改过了").waitFor();
    phone.problems.splice(0);
    const listed = (page) => page.locator("[data-judging-list] textarea").waitFor();
    for (const path of [round.path, `${round.path}/${round.venues[0].id}`, "/scoring"]) await audit(phone, path, listed);
    await audit(phone, `${round.path}/${round.venues[1].id}`, async (page) => {
      await page.locator("form#sheet button").first().click();
      await page.locator(".field-error").first().waitFor();
    });
    await phone.context().close();
  });
});

test("every page of it is fit for everyone", async () => {
  const [office, judge, reader] = [await here.as("county_office"), await here.as("volunteer"), await here.visitor()];
  const own = await office.goto(bench()).then(() => office.locator("main table a").evaluateAll((links) => links.map((link) => link.getAttribute("href"))));
  for (const path of [bench(), `${bench()}/new`, own[0], `${own[0]}/sheet`, `${own[0]}/results`]) await audit(office, path);
  await judge.goto("/me");
  const route = await judge.getByRole("link", { name: /今日桃园线/ }).getAttribute("href");
  await audit(judge, route);
  const public_ = await reader.goto("/panels").then(() => reader.locator("main a[href*='/panels/']").first().getAttribute("href"));
  for (const path of ["/panels", public_]) await audit(reader, path);
});
