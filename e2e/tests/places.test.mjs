// A place changes hands on phones: to one of the family, by a link to somebody else, and not past who waits. A child tries
// a course. Badges for those who come are printed.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { audit } from "../lib/audit.mjs";
import { county, hoursAhead, said, says } from "../lib/county.mjs";
import { picture } from "../lib/look.mjs";

const here = county();

/** An open activity of the village with so many places. */
const activity = (title, seats) =>
  here.activity(title, {
    starts_at: hoursAhead(72), ends_at: hoursAhead(74), signup_opens_at: hoursAhead(-1), signup_closes_at: hoursAhead(71),
    seats, min_age: 3,
  });

async function signUp(page, id, ...who) {
  await page.goto(`/activities/${id}/sign-up`);
  for (const box of await page.locator("[name=who]").all()) await box.uncheck();
  for (const name of who) await page.getByRole("checkbox", { name }).check();
  // Whoever the house does not know the age of is asked where it matters.
  const birth = page.getByLabel("您的出生日期");
  if (await birth.count()) await birth.fill("1962-05-04");
  await page.locator("main form button.btn-primary").click();
  await page.waitForURL("**/mine/signups/**");
}

for (const scripts of [true, false]) {
  describe(scripts ? "with JavaScript" : "without JavaScript", () => {
    test("a place goes to a child, then by a link to a neighbour, and the link works once", async () => {
      const id = await activity(scripts ? "端午香囊手作" : "重阳敬老茶会", 2);
      const parent = await here.as("resident", { scripts });
      await signUp(parent, id, "（我）");
      await parent.getByRole("link", { name: "转让名额" }).click();
      await parent.getByRole("button", { name: "换成选中的人" }).click();
      // The browser, or the page that answers, says that somebody has to be chosen.
      assert.ok(parent.url().includes("/hand-on") || (await said(parent)).includes("先选一位家里人"));
      await parent.locator("[name=to]").first().check();
      await parent.getByRole("button", { name: "换成选中的人" }).click();
      await parent.getByText("换好了").waitFor();
      await says(parent, /名额已经转出/);
      await parent.getByRole("link", { name: "转让名额" }).click();
      await parent.getByRole("button", { name: /^生成转让链接/ }).click();
      const link = await parent.locator("[name=address]").inputValue();
      if (scripts) await picture(parent, "hand-on");

      const neighbour = await here.as("volunteer", { scripts });
      await neighbour.goto(link);
      await neighbour.locator("[name=who]").first().check();
      await neighbour.getByRole("button", { name: "接下这个名额" }).click();
      await neighbour.getByText("名额归您了").waitFor();
      assert.equal(await neighbour.locator(".ticket").count(), 1);
      await neighbour.goto(link);
      await says(neighbour, /已经用过/);
      await parent.goto("/notices");
      await says(parent, /您转出的名额已经有人接下/);

      // Somebody waits: the next link is refused, with what to do instead.
      await signUp(parent, id, "（我）");
      const steward = await here.as("steward", { scripts });
      await signUp(steward, id, "（我）");
      await parent.goto("/mine");
      await parent.goto(`/activities/${id}/sign-up`);
      await parent.getByRole("link", { name: "查看" }).first().click();
      await parent.getByRole("link", { name: "转让名额" }).click();
      await says(parent, /1 人正在候补，名额不能转给外人/);
      assert.equal(await parent.getByRole("button", { name: /生成转让链接/ }).count(), 0);
      const handing = new URL(parent.url()).pathname;

      const officer = await here.as("village", { desk: true, scripts });
      await officer.goto(`/w/${here.roles.village.organisation}/activities/${id}/sheet`);
      await officer.getByRole("link", { name: "姓名牌" }).click();
      assert.equal(await officer.locator(".name-badge").count(), 2);
      const printed = await officer.pdf({ preferCSSPageSize: true, format: "A4" });
      assert.equal(printed.toString("latin1").match(/\/Type\s*\/Page\b/g).length, 1, "on one sheet");
      if (scripts) await audit(parent, handing);
      for (const page of [parent, neighbour, steward, officer]) {
        assert.deepEqual(page.problems, []);
        await page.context().close();
      }
    });

    test("a child tries one session of a course", async () => {
      const { items } = await (await fetch(`${here.address}/api/v1/courses?limit=200`)).json();
      const club = items.find((course) => course.title === "四点半学堂（秋季班）");
      const parent = await here.as("volunteer", { scripts });
      await parent.goto("/me/family");
      await parent.locator("[name=name]").fill(scripts ? "侯小米" : "侯小麦");
      await parent.locator("[name=birth]").fill("2018-05-01");
      await parent.locator("[name=consent]").check();
      await parent.locator("main form button.btn-primary").first().click();
      await parent.goto(`/courses/${club.id}`);
      await parent.getByRole("link", { name: "试听一次" }).click();
      await parent.getByRole("radio", { name: /侯小/ }).last().check();
      await parent.locator("[name=session]").last().check();
      if (scripts) await picture(parent, "course-trial");
      await parent.getByRole("button", { name: "约这一节" }).click();
      await parent.getByText("约好了").waitFor();
      // The audit is a script of its own.
      if (scripts) await audit(parent, `/courses/${club.id}/trial`);
      assert.deepEqual(parent.problems, []);
      await parent.context().close();
    });
  });
}
