// Before publishing, on a phone, with JavaScript and without: a firm's union sees that the village holds the same on
// the same evening, asks to hold it together, the village agrees; and a year of a town lies open day by day.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { audit } from "../lib/audit.mjs";
import { county, hoursAhead, says } from "../lib/county.mjs";
import { picture, shots } from "../lib/look.mjs";

const here = county();
const bench = (role, rest = "") => `/w/${here.roles[role].organisation}${rest}`;

/** A draft of a role's organisation, at the village's gate. */
async function draft(role, title, plan) {
  const { items } = await here.api(role, "GET", `/areas?q=${encodeURIComponent("桃园村")}`);
  const made = await here.api(role, "POST", "/organisations/{org}/activities", {
    title,
    kind: "family",
    place: "桃园村村口",
    area: items.find((area) => area.short_name === "桃园村").id,
    cohosts: [],
    own: { people: 3, goods: "材料包", share: 1 },
    ...plan,
  });
  return made.id;
}

for (const scripts of [true, false]) {
  describe(scripts ? "with JavaScript" : "without JavaScript", () => {
    test("two activities that clash become one", async () => {
      const when = { starts_at: hoursAhead(50), ends_at: hoursAhead(52), signup_closes_at: hoursAhead(49), seats: 10 };
      const title = scripts ? "灯谜会" : "象棋赛";
      const { items } = await here.api("village", "GET", `/areas?q=${encodeURIComponent("桃园村")}`);
      const theirs = await here.api("village", "POST", "/organisations/{org}/activities", {
        title, kind: "culture", place: "桃园村村口", area: items.find((area) => area.short_name === "桃园村").id,
        cohosts: [], own: { people: 2, share: 1 }, ...when,
      });
      await here.api("village", "POST", `/organisations/{org}/activities/${theirs.id}/publish`);
      const own = await draft("firm", `厂里${title}`, when);
      const firm = await here.as("firm", { scripts });
      await firm.goto(bench("firm", `/activities/${own}`));
      await says(firm, /会不会撞期[^]*同一个村社区，三天内/);
      const clashes = firm.locator(".sheet", { has: firm.getByRole("heading", { name: "会不会撞期" }) }).first();
      if (scripts) await picture(firm, "clashes", clashes);
      if (scripts) await shots(firm, "clashes", { whole: true });
      await firm.getByRole("link", { name: "全部看一遍" }).click();
      const card = firm.locator(".sheet", { hasText: title }).last();
      await card.getByRole("button", { name: "问对方能不能一起办" }).click();
      await firm.getByText("已告诉对方，等对方答复。").waitFor();
      if (scripts) await audit(firm, bench("firm", `/activities/${own}/clashes`));

      const village = await here.as("village", { scripts });
      await village.goto(bench("village"));
      await village.getByText(`想一起办“${title}”`).first().waitFor();
      await village.goto(bench("village", `/activities/${theirs.id}`));
      await says(village, /材料包/);
      await village.getByRole("button", { name: "一起办", exact: true }).click();
      await village.getByText("已加入共办单位。").waitFor();
      const visitor = await here.visitor({ scripts });
      await visitor.goto(`/activities/${theirs.id}`);
      await says(visitor, new RegExp(here.roles.firm.organisation_name));
      assert.deepEqual([...firm.problems, ...village.problems, ...visitor.problems], []);
      for (const page of [firm, village, visitor]) await page.context().close();
    });

    test("a year of a town, and a day of it", async () => {
      const office = await here.as("county_office", { scripts });
      await office.goto(bench("county_office", "/year"));
      await says(office, /共 \d+ 场活动[^]*最挤的日子/);
      if (scripts) await shots(office, "year");
      await office.locator("[name=town]").selectOption({ label: "濮院镇" });
      await office.getByRole("button", { name: "看", exact: true }).click();
      await office.getByText(/濮院镇 \d+ 年，共/).waitFor();
      await office.locator("a.heat-day:visible").first().click();
      await says(office, /的活动/);
      if (scripts) await audit(office, bench("county_office", "/year"));
      assert.deepEqual(office.problems, []);
      await office.context().close();
    });
  });
}
