// Every kind of page of the workbench that an officer can reach by following links keeps the rules, and so do those
// that stand behind a form.
import { before, describe, test } from "node:test";
import { county, hoursAhead } from "../lib/county.mjs";
import { auditEveryPage } from "../lib/pages.mjs";

const here = county();
const bench = (role) => `/w/${here.roles[role].organisation}`;

describe("every page of the workbench keeps the rules", () => {
  const seen = new Set();
  let activity;
  let preview;

  before(async () => {
    activity = await here.activity("桃园村义诊", {
      kind: "health",
      starts_at: hoursAhead(1),
      ends_at: hoursAhead(3),
      signup_closes_at: hoursAhead(1),
      seats: 10,
      volunteers: 3,
      shifts: [{ name: "量血压", starts_at: hoursAhead(1), ends_at: hoursAhead(3), places: 2 }],
    });
    const resident = await here.as("resident");
    await resident.goto(`/activities/${activity}/sign-up`);
    await resident.locator(".action-bar button").click();
    await resident.waitForURL("**/mine/signups/**");
    await resident.context().close();

    const office = await here.as("county_office");
    await office.goto(`${bench("county_office")}/imports`);
    await office.locator("[name=file]").setInputFiles({
      name: "企业.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("名称,村社区,人数\n甲针织厂,桃园村,30\n乙针织厂,桃圆村,约12\n"),
    });
    await office.locator("main form button").first().click();
    await office.waitForURL("**/imports/*");
    preview = new URL(office.url()).pathname;
    await office.context().close();
  });

  test("an officer of a village", { concurrency: true }, async (t) => {
    const at = `${bench("village")}/activities/${activity}`;
    const starts = [bench("village"), "/", at, `${at}/edit`, `${at}/signups`, `${at}/shifts`, `${at}/desk`, `${at}/sheet`, `${at}/poster`, `${at}/checkin`];
    for (const page of ["devices", "settle", "settle?settled=true", "paper"]) starts.push(`${at}/checkin/${page}`);
    await auditEveryPage(t, () => here.as("village"), { starts, below: ["/w"], seen });
  });

  test("the county office", { concurrency: true }, async (t) => {
    const at = bench("county_office");
    const starts = [at, `${at}/coverage`, `${at}/coverage?on=2024-06-30`, `${at}/units`, preview, `${preview}?show=new`];
    await auditEveryPage(t, () => here.as("county_office"), { starts, below: ["/w"], seen });
  });
});
