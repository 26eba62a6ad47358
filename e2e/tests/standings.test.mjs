// An activity for members says no, leads to where a membership is stated and back with nothing lost, and then says yes;
// with scripts and without. The union looks at what was stated.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { audit } from "../lib/audit.mjs";
import { county, hoursAhead, says } from "../lib/county.mjs";
import { picture, shots } from "../lib/look.mjs";

const here = county();

for (const scripts of [true, false]) {
  describe(scripts ? "with JavaScript" : "without JavaScript", () => {
    test("says no, is stated, back, signed up", async () => {
      const role = scripts ? "resident" : "volunteer";
      const line = scripts ? "women" : "science";
      const activity = await here.activity(scripts ? "妇女之家茶话会" : "科协观星夜", {
        starts_at: hoursAhead(scripts ? 50 : 60),
        ends_at: hoursAhead(scripts ? 52 : 62),
        signup_closes_at: hoursAhead(48),
        seats: 10,
        asks: { lines: [line] },
        questions: [{ label: "怎么来", kind: "text", required: false, options: [] }],
      });
      const form = `/activities/${activity}/sign-up`;
      const page = await here.as(role, { scripts });
      await page.goto(`/activities/${activity}`);
      await says(page, scripts ? /妇联会员/ : /科协会员/);
      await page.goto(form);
      await page.locator("[name^=q-]").fill("骑车");
      await page.locator(".action-bar button").click();
      await page.getByText("还没有填写会员身份").first().waitFor();
      assert.equal(await page.locator("[name^=q-]").inputValue(), "骑车", "what was typed stays");
      await page.getByRole("button", { name: "填写我的身份与资格" }).click();
      await page.waitForURL("**/me/standings?**");
      await page.getByText("替您留着").waitFor();
      // A mistake first: nothing chosen.
      const membership = page.locator("form", { has: page.locator("[name=line]") });
      await membership.locator("button.btn").click();
      await page.getByText("请选择是哪个组织的会员").first().waitFor();
      await page.locator("[name=line]").selectOption(line);
      await page.locator("form", { has: page.locator("[name=line]") }).locator("button.btn").click();
      await page.getByText("已填写，现在就可以用").waitFor();
      if (scripts) await picture(page, "standings");
      await page.getByRole("link", { name: "回去继续" }).click();
      await page.waitForURL(`**${form}`);
      assert.equal(await page.locator("[name^=q-]").inputValue(), "骑车", "and comes back");
      await page.locator(".action-bar button").click();
      await page.waitForURL("**/mine/signups/**");
      await page.context().close();
    });
  });
}

test("a unit is found by a part of its name", async () => {
  const page = await here.as("resident");
  await page.goto("/me/standings");
  await page.locator("[name=unit_name]").fill("桃园");
  await page.locator("form", { has: page.locator("[name=unit_name]") }).locator("button.btn").click();
  await page.getByText("是哪一家？").waitFor();
  const village = page.getByRole("radio", { name: /桃园村/ }).first();
  await village.check();
  await page.locator("form", { has: page.locator("[name=unit_name]") }).locator("button.btn").click();
  await page.getByText("已填写，现在就可以用").waitFor();
  await page.context().close();
});

test("the union looks at what was stated", async () => {
  const page = await here.as("firm", { desk: true });
  const at = `/w/${here.roles.firm.organisation}`;
  await page.goto(at);
  await page.getByText("项身份等待核对").first().waitFor();
  await page.goto(`${at}/standings`);
  const refuse = page.locator("main details.confirm").first();
  await refuse.locator("summary").click();
  await refuse.locator("[name^=reason]").fill("名册里没有，请来补登记");
  await refuse.getByRole("button", { name: /确定不符/ }).click();
  await page.getByText("已记为不符，并通知了本人").waitFor();
  await page.context().close();
});

test("the pages keep the rules", async () => {
  const at = `/w/${here.roles.firm.organisation}/standings`;
  const own = await here.as("resident");
  await audit(own, "/me/standings");
  const unit = own.locator("form", { has: own.locator("[name=unit_name]") });
  await audit(own, "/me/standings", async () => {
    await own.locator("[name=unit_name]").fill("桃园");
    await unit.locator("button.btn").click();
    await own.locator("[name=unit]").first().waitFor();
  });
  await own.context().close();
  const firm = await here.as("firm");
  await audit(firm, at);
  await audit(firm, `${at}?show=decided`);
  const { items } = await here.api("firm", "GET", "/organisations/{org}/activities");
  const day = items.find(({ title }) => title === "两家企业职工家庭日");
  const activity = `/w/${here.roles.firm.organisation}/activities/${day.id}`;
  for (const path of [`${activity}/signups`, `${activity}/desk`, `${activity}/edit`]) await audit(firm, path);
  await firm.context().close();
  const volunteer = await here.as("volunteer");
  await audit(volunteer, `/activities/${day.id}/sign-up`, async () => {
    await volunteer.locator(".action-bar button").click();
    await volunteer.locator(".notice-error, [role=alert]").first().waitFor();
  });
  await volunteer.context().close();
});

test("how the pages look", async () => {
  const at = `/w/${here.roles.firm.organisation}/standings`;
  for (const [suffix, wishes] of [["", {}], ["-en", { lang: "en" }], ["-large", { large: true }], ["-dark", { dark: true }]]) {
    const own = await here.as("resident", wishes);
    await own.goto("/me/standings");
    await shots(own, `standings-own${suffix}`, { whole: true });
    await own.context().close();
    const office = await here.as("firm", wishes);
    await office.goto(at);
    await shots(office, `standings-office${suffix}`, { whole: true });
    await office.context().close();
  }
});
