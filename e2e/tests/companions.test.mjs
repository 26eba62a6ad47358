// Two friends agree on their phones that each may sign up the other, and one signs both up: a ticket each.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { audit } from "../lib/audit.mjs";
import { county, hoursAhead, says } from "../lib/county.mjs";
import { picture } from "../lib/look.mjs";

const here = county();

for (const scripts of [true, false]) {
  describe(scripts ? "with JavaScript" : "without JavaScript", () => {
    test("two friends agree, and one signs both up", async () => {
      const other = scripts ? "volunteer" : "steward";
      const id = await here.activity(scripts ? "象棋友谊赛" : "围棋友谊赛", {
        starts_at: hoursAhead(72), ends_at: hoursAhead(74), signup_opens_at: hoursAhead(-1), signup_closes_at: hoursAhead(71),
        seats: 6,
      });
      const one = await here.as("resident", { scripts });
      await one.goto("/me/companions");
      await says(one, /同意/);
      await one.goto(`/activities/${id}/sign-up`);
      await one.getByRole("link", { name: "请朋友、同事做同伴" }).click();
      await one.locator("[name=phone]").fill(here.roles[other].phone);
      await one.getByRole("button", { name: "请对方同意" }).click();
      await one.getByText("如果这个手机号已经注册").waitFor();

      const friend = await here.as(other, { scripts });
      await friend.goto("/me/companions");
      if (scripts) await picture(friend, "companions-asked");
      await friend.getByRole("button", { name: /^同意/ }).click();
      await friend.getByText("可以互相报名了").first().waitFor();
      // The audit is a script of its own.
      if (scripts) await audit(friend, "/me/companions");

      await one.getByRole("link", { name: "回到刚才的页面" }).click();
      for (const box of await one.locator("[name=who]").all()) await box.uncheck();
      await one.getByRole("checkbox", { name: "（我）" }).check();
      // She has a companion already.
      await one.locator(`[name=with][value="${here.roles[other].person}"]`).check();
      if (scripts) await picture(one, "sign-up-with");
      await one.locator("main form button.btn-primary").click();
      await one.waitForURL("**/mine/signups/**");
      assert.equal(await one.locator(".ticket").count(), 2);

      await friend.goto("/mine");
      // The audit reads every page in both languages, the other one last.
      await says(friend, /替您报的名|Signed up by/);
      await friend.goto(new URL(one.url()).pathname);
      assert.equal(await friend.locator(".ticket").count(), 1);
      if (scripts) await picture(friend, "companion-ticket");
      for (const page of [one, friend]) {
        assert.deepEqual(page.problems, []);
        await page.context().close();
      }
    });
  });
}
