// Every kind of page that a visitor or a resident can reach by following links keeps the rules, and so do those that
// stand behind a form.
import { before, describe, test } from "node:test";
import { county, hoursAhead } from "../lib/county.mjs";
import { auditEveryPage } from "../lib/pages.mjs";

const here = county();

/** Signs the reader up with so many of the family. */
async function signUp(page, activity, others) {
  await page.goto(`/activities/${activity}/sign-up`);
  const who = page.locator("[name=who]");
  for (let n = 1; n <= others; n++) await who.nth(n).check();
  await page.getByRole("radio", { name: "是", exact: true }).check();
  await page.locator(".action-bar button").click();
  await page.waitForURL("**/mine/signups/**");
}

describe("every page of the portal keeps the rules", () => {
  let activity;
  let party;

  before(async () => {
    activity = await here.activity("桃园村放风筝", {
      summary: "家长和孩子一起来。\n请带水。",
      starts_at: hoursAhead(30),
      ends_at: hoursAhead(32),
      signup_closes_at: hoursAhead(29),
      min_age: 3,
      seats: 2,
      volunteers: 2,
      questions: [
        { label: "带剪刀吗", kind: "yes_no", required: true, options: [] },
        { label: "衣服穿多大", kind: "choice", required: false, options: ["小", "中", "大"] },
      ],
    });
    // One of the two places is taken, so that a family of two has to wait.
    const first = await here.as("volunteer");
    await signUp(first, activity, 0);
    await first.context().close();
    const family = await here.as("resident");
    await signUp(family, activity, 1);
    party = new URL(family.url()).pathname;
    await family.context().close();
  });

  test("a visitor", { concurrency: true }, async (t) => {
    const starts = ["/", `/activities/${activity}`, `/activities/${activity}/sign-up`, "/activities?q=没有的", "/t/222222"];
    await auditEveryPage(t, () => here.visitor(), { starts });
  });

  test("a resident", { concurrency: true }, async (t) => {
    const starts = ["/", party, `/activities/${activity}/sign-up`, "/mine?past=1", "/records"];
    await auditEveryPage(t, () => here.as("resident"), { starts });
  });
});
