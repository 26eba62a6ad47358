// Places by lot, on a phone, with JavaScript and without: an officer promises it, families put their names down, lots
// are drawn when sign-up is over, and anyone works the result out again.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { audit } from "../lib/audit.mjs";
import { county, dayAhead, hoursAhead, said, says } from "../lib/county.mjs";
import { shots } from "../lib/look.mjs";

const here = county();

/** What is public of a draw, once it was made. */
async function drawn(activity) {
  for (let tries = 0; tries < 300; tries += 1) {
    const response = await fetch(`${here.address}/api/v1/activities/${activity}/draw`);
    const published = await response.json();
    if (published.drawn) return published;
    await new Promise((next) => setTimeout(next, 100));
  }
  throw new Error("it was not drawn");
}

for (const scripts of [true, false]) {
  describe(scripts ? "with JavaScript" : "without JavaScript", () => {
    test("an officer promises a draw, and is told when sign-up must be over", async () => {
      const officer = await here.as("village", { scripts });
      await officer.goto(`/w/${here.roles.village.organisation}/activities/new`);
      const form = officer.locator("#activity-form");
      const field = (name) => form.locator(`[name=${name}]`);
      await field("title").fill(scripts ? "星空露营" : "星空观影");
      await field("kind").selectOption({ label: "亲子" });
      await field("day").fill(dayAhead(12));
      await field("start").fill("18:00");
      await field("end").fill("20:00");
      await field("place").fill("桃园村口");
      await field("seats").fill("10");
      await form.locator("summary", { hasText: "报名规则" }).click();
      await form.getByRole("radio", { name: /摇号/ }).check();
      await form.locator("fieldset", { hasText: "优先给哪里的人" }).last().getByRole("radio", { name: "活动所在村社区" }).check();
      await field("closes_day").fill(dayAhead(12));
      await field("closes").fill("17:30");
      await form.getByRole("button", { name: "保存并发布" }).click();
      await officer.getByText("至少一小时截止").first().waitFor();
      await field("closes").fill("12:00");
      await form.getByRole("button", { name: "保存并发布" }).click();
      await officer.getByText("活动已发布，现在谁都看得到。").waitFor();
      const activity = new URL(officer.url()).pathname.split("/").pop();
      const visitor = await here.visitor({ scripts });
      await visitor.goto(`/activities/${activity}`);
      await says(visitor, /统一摇号[^]*第 1 组：住在桃园村的/);
      await visitor.getByRole("link", { name: "怎么摇号、怎么验证" }).click();
      await says(visitor, /摇号前公布的指纹[^]*[0-9a-f]{64}/);
      assert.deepEqual([...officer.problems, ...visitor.problems], []);
      await visitor.context().close();
      await officer.context().close();
    });

    test("a family puts its names down, lots are drawn, and it checks the result", async () => {
      const activity = await here.activity(scripts ? "包粽子摇号" : "做香囊摇号", {
        starts_at: hoursAhead(30),
        ends_at: hoursAhead(32),
        signup_closes_at: new Date(Date.now() + 15_000).toISOString(),
        seats: 2,
        allotment: "draw",
      });
      const resident = await here.as("resident", { scripts });
      await resident.goto(`/activities/${activity}/sign-up`);
      await resident.getByRole("button", { name: "登记，等统一分名额" }).click();
      await resident.getByText("您的号：1").waitFor();
      const party = new URL(resident.url()).pathname;
      const { drawn: document, commitment } = await drawn(activity);
      assert.equal(document.commitment, commitment);
      await resident.goto(party);
      await says(resident, /摇号时您的号是 1/);
      await resident.getByRole("link", { name: "看结果、自己验证" }).click();
      await says(resident, /1 家报名[^]*有名额的号/);
      if (scripts) await shots(resident, "draw");
      await resident.getByRole("link", { name: "重新算一遍" }).click();
      await says(resident, /对得上：/);

      // A copy in which something was changed, and something that is no copy at all.
      const check = async (text) => {
        await resident.locator("[name=document]").fill(text);
        await resident.getByRole("button", { name: "验证" }).click();
        await resident.locator("[role=alert], .alert, .notice").first().waitFor();
        return said(resident);
      };
      assert.match(await check(JSON.stringify({ ...document, seed: "0".repeat(64) })), /对不上：种子不是/);
      assert.match(await check("随便写的"), /读不懂这段内容/);
      assert.equal(await resident.locator("[name=document]").inputValue(), "随便写的", "what was typed is still there");
      assert.deepEqual(resident.problems, []);
      await resident.context().close();
    });
  });
}

test("the pages of a draw keep the rules", async () => {
  const activity = await here.activity("摇号看戏", {
    starts_at: hoursAhead(30),
    ends_at: hoursAhead(32),
    signup_closes_at: new Date(Date.now() + 25_000).toISOString(),
    seats: 1,
    allotment: "draw",
  });
  await here.api("resident", "POST", `/activities/${activity}/signups`, {});
  const visitor = await here.visitor();
  await audit(visitor, `/activities/${activity}/draw`);
  await drawn(activity);
  await audit(visitor, `/activities/${activity}/draw`);
  await audit(visitor, `/draws/check?activity=${activity}`);
  await visitor.context().close();
});
