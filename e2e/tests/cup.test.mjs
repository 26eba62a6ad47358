// A cup on a phone, with JavaScript and without: an officer sets it up, enters teams, draws, makes the schedule and types
// a score at the court; whoever looks at the bracket sees it without reloading. A judge scores by a link.
// With GUIDE_PICTURES=1 it writes the pictures of docs/guides.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { audit } from "../lib/audit.mjs";
import { signIn } from "../lib/browser.mjs";
import { county, dayAhead, hoursAhead, said, says } from "../lib/county.mjs";
import { picture } from "../lib/look.mjs";

const here = county();

const bench = () => `/w/${here.roles.village.organisation}`;

/** The demonstration's competition of this name. */
async function known(title) {
  const list = await (await fetch(`${here.address}/competitions`)).text();
  for (const [, id] of list.matchAll(/\/competitions\/([0-9a-f-]{36})/g)) {
    const found = await (await fetch(`${here.address}/api/v1/competitions/${id}`)).json();
    if (found.title === title) return found;
  }
  throw new Error(`no ${title}`);
}

for (const scripts of [true, false]) {
  describe(scripts ? "with JavaScript" : "without JavaScript", () => {
    let activity;
    before(async () => {
      activity = await here.activity(scripts ? "桃园村趣味篮球" : "桃园村趣味排球", {
        // The whole of the days on which it is played.
        kind: "sport", starts_at: `${dayAhead(1)}T00:30:00Z`, ends_at: `${dayAhead(3)}T10:00:00Z`, signup_closes_at: hoursAhead(1), seats: 30,
      });
    });

    test("a cup from the form to the final", async () => {
      const officer = await here.as("village", { scripts });
      await officer.goto(`${bench()}/activities/${activity}`);
      await officer.getByRole("link", { name: "加一项比赛" }).click();
      await officer.getByRole("radio", { name: "团体" }).check();
      await officer.getByRole("button", { name: "建好" }).click();
      await officer.getByText("请选一种比法。").first().waitFor();
      assert.ok(await officer.getByRole("radio", { name: "团体" }).isChecked(), "what was chosen stays");
      await officer.getByRole("radio", { name: /^淘汰赛/ }).check();
      await officer.getByRole("button", { name: "建好" }).click();
      await officer.getByText("已建好。").waitFor();
      const at = new URL(officer.url()).pathname;
      const id = at.split("/").pop();

      for (const [n, name] of ["槜李队", "银杏队", "运河队", "灯笼队"].entries()) {
        await officer.goto(`${at}/entries`);
        await officer.locator("[name=name]").fill(name);
        await officer.locator("[name=unit]").fill(`桃园村 ${n + 1} 组`);
        await officer.locator("[name=members]").fill("张三、李四");
        if (n < 2) await officer.locator("[name=seed]").fill(String(n + 1));
        await officer.getByRole("button", { name: "登记一个参赛" }).click();
        await officer.getByText("已登记。").waitFor();
      }
      // Two more come from a spreadsheet; the third row comes back with the reason.
      await officer.goto(`${at}/entries`);
      await officer.getByRole("link", { name: "用表格导入" }).click();
      const rows = "队名,单位,队员\n石板队,桃园村 5 组,王五、赵六\n渡口队,桃园村 6 组,钱七\n槜李队,桃园村 1 组,别人\n";
      await officer.getByLabel("表格文件").setInputFiles({ name: "名单.csv", mimeType: "text/csv", buffer: Buffer.from(rows) });
      await officer.getByRole("button", { name: "读取并检查" }).click();
      await officer.getByText("已经报上了，但单位或队员不一样").first().waitFor();
      await officer.getByRole("button", { name: "导入 2 行" }).click();
      for (let tries = 0; !(await said(officer)).includes("已导入 2 行"); tries += 1) {
        assert.ok(tries < 40, "they go in");
        await officer.waitForTimeout(250);
        await officer.reload();
      }
      const list = new URL(officer.url()).pathname;
      const rejects = await officer.context().request.get(`${list}/rejects.xlsx`);
      assert.equal(rejects.status(), 200);
      await officer.goto(`${at}/entries`);
      for (const name of ["石板队", "渡口队"]) {
        await officer.getByText(name).first().waitFor();
        const row = officer.locator("tr", { hasText: name });
        await row.locator("summary").first().click();
        await row.locator("[name=reason]").fill("人数凑不齐");
        await row.locator("button.btn-error").click();
        await officer.waitForLoadState();
      }

      await officer.goto(at);
      await officer.locator("summary", { hasText: "抽签并开始" }).click();
      await officer.getByRole("button", { name: "抽签，开始" }).click();
      await officer.getByText("已抽签，对阵公布了。").waitFor();

      await officer.goto(`${at}/schedule`);
      await officer.locator("[name=courts]").fill("东场");
      await officer.locator("[name=first_day]").fill(dayAhead(1));
      await officer.locator("[name=last_day]").fill(dayAhead(3));
      await officer.locator("[name=from]").fill("09:00");
      await officer.locator("[name=until]").fill("17:00");
      await officer.getByRole("button", { name: "排赛程" }).click();
      await officer.getByText("4 场都排好了。").waitFor();
      if (scripts) await picture(officer, "cup-schedule");

      const visitor = await here.visitor({ scripts });
      await visitor.goto(`/competitions/${id}`);
      await says(visitor, /半决赛[^]*槜李队[^]*决赛/);
      await officer.goto(at);
      await officer.getByRole("link", { name: /录成绩/ }).first().click();
      await officer.locator("[name=home_score]").fill("62");
      if (scripts) await picture(officer, "cup-court");
      await officer.getByRole("button", { name: "保存比分" }).click();
      await officer.getByText("请填比分。").first().waitFor();
      await officer.locator("[name=away_score]").fill("58");
      await officer.getByRole("button", { name: "保存比分" }).click();
      await officer.getByText("成绩已保存").waitFor();
      // The page asks for itself every 15 seconds; without JavaScript one looks again.
      if (!scripts) await visitor.reload();
      await visitor.locator(".bracket-score", { hasText: "62" }).first().waitFor({ timeout: 40_000 });
      await says(visitor, /暂定/);
      assert.deepEqual([...officer.problems, ...visitor.problems], []);
      await visitor.context().close();
      await officer.context().close();
    });

    test("a judge scores on a phone by a link", async () => {
      const made = await here.api("village", "POST", `/organisations/{org}/activities/${activity}/competitions`, {
        title: "手工香囊", team: false, entries_max: 9, entries_close_at: hoursAhead(1), stages: [{ format: "judged" }],
      });
      const at = `/organisations/{org}/competitions/${made.id}`;
      for (const name of ["沈巧", "钱慧"]) {
        await here.api("village", "POST", `${at}/entries`, { unit: "桃园村", members: [{ name }] });
      }
      const { stages } = await here.api("village", "GET", at);
      const seat = await here.api("village", "POST", `${at}/stages/${stages[0].id}/judges`, { name: "范老师" });
      await here.api("village", "POST", `${at}/stages/${stages[0].id}/start`);
      const judge = await here.visitor({ scripts });
      await judge.goto(new URL(seat.link).pathname);
      await says(judge, /2 个中已有 0 个成绩/);
      await judge.getByRole("link", { name: /打分/ }).first().click();
      await judge.locator("[name=part1]").fill("一百分");
      await judge.getByRole("button", { name: "保存" }).click();
      await judge.getByText("请打分，比如 92.5。").first().waitFor();
      await judge.locator("[name=part1]").fill("92.5");
      await judge.getByRole("button", { name: "保存" }).click();
      await judge.getByText("的成绩已保存。").waitFor();
      await says(judge, /2 个中已有 1 个成绩[^]*92\.50/);
      assert.deepEqual(judge.problems, []);
      await judge.context().close();
    });
  });
}

test("a judge scores without a network: the marks wait, arrive by themselves, and are kept where they can't be taken", async () => {
  const activity = await here.activity("桃园村手工比赛", {
    kind: "sport", starts_at: `${dayAhead(2)}T00:30:00Z`, ends_at: `${dayAhead(4)}T10:00:00Z`, signup_closes_at: hoursAhead(20), seats: 30,
  });
  const made = await here.api("village", "POST", `/organisations/{org}/activities/${activity}/competitions`, {
    title: "手工香囊", team: false, entries_max: 9, entries_close_at: hoursAhead(10), stages: [{ format: "judged" }],
  });
  const at = `/organisations/{org}/competitions/${made.id}`;
  for (const name of ["沈巧", "钱慧"]) await here.api("village", "POST", `${at}/entries`, { unit: "桃园村", members: [{ name }] });
  const { stages } = await here.api("village", "GET", at);
  const seat = await here.api("village", "POST", `${at}/stages/${stages[0].id}/judges`, { name: "范老师" });
  await here.api("village", "POST", `${at}/stages/${stages[0].id}/start`);
  const judge = await here.visitor({ offlineReady: true });
  const list = new URL(seat.link).pathname;
  await judge.goto(list);
  await judge.waitForFunction(() => document.querySelector("[data-marking]").dataset.ready === "good");

  await judge.context().setOffline(true);
  await judge.getByRole("link", { name: /打分/ }).first().click();
  await judge.locator("[name=part1]").fill("88");
  await judge.getByText("填的已存在这台手机上").waitFor();
  // The phone went to sleep: what was typed is there again.
  await judge.reload();
  await judge.getByText("填的已存在这台手机上").waitFor();
  assert.equal(await judge.locator("[name=part1]").inputValue(), "88");
  await judge.getByRole("button", { name: "保存" }).click();
  await judge.waitForURL((url) => url.pathname === list);
  await judge.getByText("还有 1 个分数等着送达").waitFor();
  await says(judge, /已存在这台手机上，有网络后自动送达[^]*等有网络时送达/);
  const marks = async () => (await here.api("village", "GET", at)).stages[0].standings.filter(({ value }) => value != null).length;
  assert.equal(await marks(), 0, "nothing has arrived yet");

  await judge.context().setOffline(false);
  await judge.getByText("都已送达").waitFor({ timeout: 30_000 });
  assert.equal(await marks(), 1, "it came by itself");
  await judge.reload();
  await says(judge, /2 个中已有 1 个成绩[^]*88\.00/);

  // Changed without a network and without the reason that this needs: the server says so, and what was typed stays.
  await judge.context().setOffline(true);
  await judge.getByRole("link", { name: /改成绩/ }).first().click();
  await judge.locator("[name=part1]").fill("70");
  await judge.getByRole("button", { name: "保存" }).click();
  await judge.waitForURL((url) => url.pathname === list);
  await judge.context().setOffline(false);
  await judge.getByText("没有收，请看一看再交").waitFor({ timeout: 30_000 });
  await judge.getByRole("link", { name: /改成绩/ }).first().click();
  await judge.getByText("改分要写明原因").waitFor();
  assert.equal(await judge.locator("[name=part1]").inputValue(), "70");
  await judge.locator("[name=reason]").fill("看漏了一处");
  await judge.getByRole("button", { name: "保存" }).click();
  await judge.getByText("的成绩已保存。").waitFor();
  await says(judge, /70\.00/);
  assert.deepEqual(judge.problems.filter((problem) => !/ERR_INTERNET_DISCONNECTED/.test(problem)), []);
  await judge.context().close();
});

test("a judge who has signed in is told of marks that wait before signing out, and finds them again", async () => {
  const activity = await here.activity("桃园村剪纸比赛", {
    kind: "sport", starts_at: `${dayAhead(2)}T00:30:00Z`, ends_at: `${dayAhead(4)}T10:00:00Z`, signup_closes_at: hoursAhead(20), seats: 30,
  });
  const made = await here.api("village", "POST", `/organisations/{org}/activities/${activity}/competitions`, {
    title: "剪纸", team: false, entries_max: 9, entries_close_at: hoursAhead(10), stages: [{ format: "judged" }],
  });
  const at = `/organisations/{org}/competitions/${made.id}`;
  await here.api("village", "POST", `${at}/entries`, { unit: "桃园村", members: [{ name: "沈巧" }] });
  const { stages } = await here.api("village", "GET", at);
  await here.api("village", "POST", `${at}/stages/${stages[0].id}/judges`, { name: "评委", phone: here.roles.volunteer.phone });
  await here.api("village", "POST", `${at}/stages/${stages[0].id}/start`);
  const marks = async () => (await here.api("village", "GET", at)).stages[0].standings.filter(({ value }) => value != null).length;
  const judge = await here.as("volunteer", { offlineReady: true });
  const list = `/judging/${stages[0].id}`;
  await judge.goto(list);
  await judge.waitForFunction(() => document.querySelector("[data-marking]").dataset.ready === "good");
  await judge.context().setOffline(true);
  await judge.getByRole("link", { name: /打分/ }).first().click();
  await judge.locator("[name=part1]").fill("88");
  await judge.getByRole("button", { name: "保存" }).click();
  await judge.waitForURL((url) => url.pathname === list);
  await judge.getByText("还有 1 个分数等着送达").waitFor();

  // Elsewhere than on the judge's pages nothing brings them: signing out is asked about, and the second touch signs out.
  await judge.goto("/");
  await judge.context().setOffline(false);
  await judge.goto("/me");
  await judge.getByRole("button", { name: "退出登录" }).first().click();
  await judge.getByText("还有 1 个分数没有送达，退出后").waitFor();
  assert.equal(new URL(judge.url()).pathname, "/me");
  await judge.getByRole("button", { name: "退出登录" }).first().click();
  await judge.waitForURL("**/");
  assert.equal(await marks(), 0);

  // Whoever signs in next on this phone is not told of them.
  await signIn(judge, here.roles.resident);
  await judge.goto("/me");
  await judge.getByRole("button", { name: "退出登录" }).first().click();
  await judge.waitForURL("**/");

  await signIn(judge, here.roles.volunteer);
  await judge.goto(list);
  await judge.getByText("都已送达").waitFor({ timeout: 30_000 });
  assert.equal(await marks(), 1);
  // Nothing is left, and nothing is asked.
  await judge.goto("/me");
  await judge.getByRole("button", { name: "退出登录" }).first().click();
  await judge.waitForURL("**/");
  await judge.context().close();
});

test("the form and a judge's sheet, filled as they should be, for the guide", { skip: !process.env.GUIDE_PICTURES }, async () => {
  const activity = await here.activity("桃园村职工运动会", {
    kind: "sport", starts_at: `${dayAhead(2)}T00:30:00Z`, ends_at: `${dayAhead(4)}T10:00:00Z`, signup_closes_at: hoursAhead(20), seats: 30,
  });
  const officer = await here.as("village");
  await officer.goto(`${bench()}/activities/${activity}/competitions/new`);
  await officer.locator("[name=title]").fill("职工篮球赛");
  await officer.getByRole("radio", { name: "团体" }).check();
  await officer.getByRole("radio", { name: /^淘汰赛/ }).check();
  await officer.evaluate(() => scrollTo(0, 0));
  await picture(officer, "cup-new");
  await officer.context().close();
  const made = await here.api("village", "POST", `/organisations/{org}/activities/${activity}/competitions`, {
    title: "手工香囊", team: false, entries_max: 9, entries_close_at: hoursAhead(10), stages: [{ format: "judged" }],
  });
  const at = `/organisations/{org}/competitions/${made.id}`;
  for (const name of ["沈巧", "钱慧"]) await here.api("village", "POST", `${at}/entries`, { unit: "桃园村", members: [{ name }] });
  const { stages } = await here.api("village", "GET", at);
  const seat = await here.api("village", "POST", `${at}/stages/${stages[0].id}/judges`, { name: "范老师" });
  await here.api("village", "POST", `${at}/stages/${stages[0].id}/start`);
  const judge = await here.visitor();
  await judge.goto(new URL(seat.link).pathname);
  await judge.getByRole("link", { name: /打分/ }).first().click();
  await judge.locator("[name=part1]").fill("92.5");
  await picture(judge, "cup-judge");
  await judge.context().close();
});

test("the bracket of the demonstration, for the guide", { skip: !process.env.GUIDE_PICTURES }, async () => {
  const cup = await known("濮院镇职工篮球赛");
  const page = await here.visitor({ desk: true });
  await page.goto(`/competitions/${cup.id}?stage=2`);
  await page.locator(".bracket").scrollIntoViewIfNeeded();
  await picture(page, "cup-bracket", page.locator(".bracket"));
});

test("a table of games shows its points on a phone in English, in large print too", async () => {
  const cup = await known("濮院镇职工篮球赛");
  for (const large of [false, true]) {
    const page = await here.visitor({ lang: "en", large });
    await page.goto(`/competitions/${cup.id}?stage=1`);
    const points = page.getByRole("columnheader", { name: "Pts" }).first();
    await points.scrollIntoViewIfNeeded();
    const { x, width } = await points.boundingBox();
    assert.ok(x >= 0 && x + width <= 390, `from ${x}, ${width} wide`);
    await page.context().close();
  }
});

describe("every page of competitions keeps the rules", () => {
  test("what everybody sees", async (t) => {
    const [cup, sewing] = [await known("濮院镇职工篮球赛"), await known("濮院毛衫缝制技能竞赛")];
    const page = await here.visitor();
    const paths = ["/competitions", `/competitions/${cup.id}?stage=1`, `/competitions/${cup.id}?stage=2`, `/competitions/${cup.id}/entries`,
      `/competitions/${cup.id}/protests`, `/competitions/${sewing.id}?stage=1`, `/competitions/${sewing.id}?stage=2`];
    for (const path of paths) await t.test(path, () => audit(page, path));
    await page.context().close();
  });

  test("what an officer sees", async (t) => {
    const [cup, sewing] = [await known("濮院镇职工篮球赛"), await known("濮院毛衫缝制技能竞赛")];
    const page = await here.as("county_line");
    const bench = `/w/${here.roles.county_line.organisation}`;
    const [at, panel] = [`${bench}/competitions/${cup.id}`, `${bench}/competitions/${sewing.id}/stages/${sewing.stages[1].id}`];
    const game = cup.stages[1].fixtures.find((fixture) => fixture.home && fixture.away);
    const paths = [`${bench}/competitions`, at, `${at}/entries`, `${at}/entry-lists`, `${at}/entries/sheet`, `${at}/schedule`, `${at}/protests`, `${at}/picks`,
      `${at}/fixtures/${game.id}`, `${bench}/activities/${cup.activity}/competitions/new`, `${panel}/judges`, `${panel}/marks`,
      `${panel}/marks/${sewing.stages[1].standings[0].entry}?judge=1`];
    for (const path of paths) await t.test(path, () => audit(page, path));
    await page.context().close();
  });
});
