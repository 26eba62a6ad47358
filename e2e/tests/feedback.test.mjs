// How it was, on a phone, with JavaScript and without: a mother who was there with her child says so without a name,
// whoever was not there can't, and the village reads what others said and answers it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { audit } from "../lib/audit.mjs";
import { county, hoursAhead, said, says } from "../lib/county.mjs";
import { picture, shots } from "../lib/look.mjs";

const here = county();

/** Somebody signs up with so many of the family and is let in at the door. */
async function come(page, activity, others) {
  await page.goto(`/activities/${activity}/sign-up`);
  for (let n = 1; n <= others; n++) await page.locator("[name=who]").nth(n).check();
  await page.locator(".action-bar button").click();
  await page.waitForURL("**/mine/signups/**");
  const shown = await page.locator(".ticket-short strong").allInnerTexts();
  const codes = shown.map((code) => code.replace(/\s/g, ""));
  for (const [sequence, code] of codes.entries()) {
    const scan = { code, direction: "in", device: `feedback-${activity}`, sequence };
    const answer = await here.api("village", "POST", `/organisations/{org}/activities/${activity}/scans`, scan);
    assert.equal(answer.outcome, "accepted");
  }
  return codes.length;
}

/** An activity of the village that is over and of which something can be read and nothing was answered. */
async function unanswered() {
  const { items } = await here.api("village", "GET", "/organisations/{org}/activities?show=past&limit=200");
  for (const { id } of items) {
    const read = await here.api("village", "GET", `/organisations/{org}/activities/${id}/feedback`);
    if (read.summary && !read.summary.answer) return id;
  }
  throw new Error("nothing is unanswered");
}

for (const scripts of [true, false]) {
  describe(scripts ? "with JavaScript" : "without JavaScript", () => {
    test("who was there says how it was, once for each of the family", async () => {
      const activity = await here.activity(scripts ? "包馄饨" : "做青团", {
        starts_at: hoursAhead(1),
        ends_at: hoursAhead(3),
        signup_closes_at: hoursAhead(1),
        seats: 10,
      });
      const mother = await here.as("resident", { scripts });
      assert.equal(await come(mother, activity, 1), 2);
      await mother.goto(`/activities/${activity}/feedback`);
      await says(mother, /开始以后再来写/);
      here.change(`UPDATE activity SET starts_at = ${Date.now() - 60_000} WHERE id = '${activity}'`);
      await mother.reload();
      if (scripts) await shots(mother, "feedback");
      await mother.getByLabel("哪里好？哪里可以更好？").fill("馅料很足");
      await mother.getByRole("button", { name: "交给主办方" }).click();
      if (!scripts) {
        // Without scripts the browser itself asks for what is required; a browser too old for that gets the sentence.
        await mother.locator("input[name=satisfied]").evaluateAll((all) => all.forEach((one) => (one.required = false)));
        await mother.getByRole("button", { name: "交给主办方" }).click();
        await mother.getByText("请选一项：这次活动您满意吗？").first().waitFor();
      }
      assert.equal(await mother.getByLabel("哪里好？哪里可以更好？").inputValue(), "馅料很足");
      await mother.getByLabel("很满意", { exact: true }).check();
      await mother.getByRole("button", { name: "交给主办方" }).click();
      await mother.getByText("收到了，谢谢您").waitFor();
      await mother.getByLabel("满意", { exact: true }).check();
      await mother.getByRole("button", { name: "交给主办方" }).click();
      await mother.getByText("您已经写过了").waitFor();
      if (scripts) await audit(mother, `/activities/${activity}/feedback`);

      const absent = await here.as("volunteer", { scripts });
      await absent.goto(`/activities/${activity}/feedback`);
      await says(absent, /只有签到进场的人可以写/);
      const officer = await here.as("village", { scripts });
      await officer.goto(`/w/${here.roles.village.organisation}/activities/${activity}`);
      await officer.getByRole("link", { name: "看评价" }).click();
      await says(officer, /已有 2 人写了感受，来自 1 家[^]*满 3 家/);
      assert.doesNotMatch(await said(officer), /馅料很足/);
      assert.deepEqual([...mother.problems, ...absent.problems, ...officer.problems], []);
      for (const page of [mother, absent, officer]) await page.context().close();
    });

    test("the village reads what was said of an earlier one and answers it in the open", async () => {
      const activity = await unanswered();
      const officer = await here.as("village", { scripts });
      const page = `/w/${here.roles.village.organisation}/activities/${activity}/feedback`;
      await officer.goto(page);
      await says(officer, /到场 \d+ 人，其中 \d+ 人写了感受/);
      if (scripts) await picture(officer, "feedback");
      if (scripts) await shots(officer, "feedback-read", { whole: true });
      await officer.getByLabel("回应", { exact: false }).last().fill("座位下次加到 60 个。");
      await officer.getByRole("button", { name: "公开" }).click();
      await officer.getByText("回应已公开").waitFor();
      const visitor = await here.visitor({ scripts });
      await visitor.goto(`/activities/${activity}`);
      await says(visitor, /到场的人怎么说[^]*满意或很满意[^]*座位下次加到 60 个/);
      if (scripts) await shots(visitor, "feedback-public", { whole: true });
      if (scripts) await audit(officer, page);
      assert.deepEqual([...officer.problems, ...visitor.problems], []);
      await visitor.context().close();
      await officer.context().close();
    });
  });
}
