// The two pictures of the README, as the demonstration looks today. Taken with GUIDE_PICTURES=1.
import { test } from "node:test";
import { county } from "../lib/county.mjs";
import { picture } from "../lib/look.mjs";

const here = county();
const skip = !process.env.GUIDE_PICTURES;

test("the portal on a phone", { skip }, async () => {
  const page = await here.visitor();
  await page.goto("/");
  await picture(page, "../../images/portal-phone");
});

test("coverage, as the county sees it", { skip }, async () => {
  const page = await here.as("county_office", { desk: true });
  await page.goto(`/w/${here.roles.county_office.organisation}/coverage`);
  await picture(page, "../../images/coverage-desktop");
});
