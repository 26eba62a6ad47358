// On the day, at the door: the camera reads a ticket, codes are typed, each wrong one is answered with its reason
// and what to do; and the officer confirms what the volunteers' comings and goings came to. With GUIDE_PICTURES=1 it
// writes the pictures of docs/guides.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launch, reader, signIn } from "../lib/browser.mjs";
import { camera } from "../lib/camera.mjs";
import { county, hoursAhead, said, says } from "../lib/county.mjs";
import { picture, shots } from "../lib/look.mjs";
import { qrText } from "../lib/qr.mjs";

const here = county();

/** The short codes of the tickets on a party's page, in their order. */
const codes = async (page) =>
  (await page.locator(".ticket-short strong").allInnerTexts()).map((code) => code.replace(/\s/g, ""));

/** Signs the reader up, with everybody of the family who fits if `all`, and stays on the tickets' page. */
async function signUp(page, activity, { all = false, role } = {}) {
  await page.goto(`/activities/${activity}/sign-up`);
  if (role) await page.locator(`[name=role][value=${role}]`).check();
  const birth = page.locator("[name=my-birth]");
  if (await birth.count()) await birth.fill("1985-06-01");
  if (all) for (const box of await page.locator("[name=who]").all()) await box.check();
  await page.getByRole("button", { name: "提交报名" }).click();
  await page.getByRole("heading", { level: 1, name: "已报名" }).waitFor();
}

describe("at the door", () => {
  let activity;
  let family;
  let helper;
  let elsewhere;
  let cancelled;
  let folder;
  let eyes;
  let steward;
  let door;

  const answer = () => steward.locator(".scan-answer");
  /** Types a code and gives the answer. */
  const type = async (code) => {
    await steward.locator("#f-code").fill(code);
    const answered = steward.waitForResponse((response) => response.request().method() === "POST");
    await steward.locator("#f-code").press("Enter");
    await answered;
    await steward.waitForFunction(() => document.querySelector("#f-code").value === "");
    return answer().innerText();
  };

  before(async () => {
    const today = { starts_at: hoursAhead(1), ends_at: hoursAhead(3), signup_closes_at: hoursAhead(1) };
    activity = await here.activity("桃园村义诊", { ...today, kind: "health", seats: 10, volunteers: 3 });
    const other = await here.activity("桃园村太极拳", { ...today, kind: "sport", seats: 10 });

    const resident = await here.as("resident");
    await signUp(resident, activity, { all: true });
    family = await codes(resident);
    const qr = await qrText(resident.locator(".ticket-qr svg").first());
    await signUp(resident, other);
    [elsewhere] = await codes(resident);
    await resident.context().close();

    const volunteer = await here.as("volunteer");
    await signUp(volunteer, activity, { role: "attendee" });
    [cancelled] = await codes(volunteer);
    await volunteer.getByText("来不了了？").click();
    await volunteer.locator(".confirm summary").click();
    await volunteer.getByRole("button", { name: "确定取消" }).click();
    await volunteer.getByRole("heading", { level: 1, name: "已取消" }).waitFor();
    await volunteer.context().close();

    const officer = await here.as("firm");
    await signUp(officer, activity, { role: "volunteer" });
    [helper] = await codes(officer);
    await officer.context().close();

    folder = mkdtempSync(join(tmpdir(), "langqiao-door-"));
    eyes = await launch(camera(qr, join(folder, "ticket.y4m")));
    steward = await reader(eyes, here.address);
    await steward.context().grantPermissions(["camera"], { origin: here.address });
    await signIn(steward, here.roles.steward);
  });
  after(async () => {
    await eyes?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  test("the steward's day opens on the check-in", async () => {
    await steward.goto(`/w/${here.roles.steward.organisation}`);
    await steward.getByRole("link", { name: /去签到/ }).and(steward.locator(`[href*="${activity}"]`)).click();
    await steward.getByRole("heading", { level: 1, name: "桃园村义诊" }).waitFor();
    door = steward.url();
    await says(steward, /应到\s+4/);
  });

  test("the camera reads the ticket, and who of the family is missing is said", async () => {
    await steward.getByRole("button", { name: "打开或关闭摄像头" }).click();
    await answer().waitFor();
    assert.match(await answer().innerText(), /可以进场[^]*\*[^]*还没到，到了请各自出示二维码/);
    await shots(steward, "door");
    await steward.setViewportSize({ width: 390, height: 844 });
    await steward.getByRole("button", { name: "打开或关闭摄像头" }).click();
    await steward.getByText("对准二维码即可").waitFor();
  });

  test("short codes are typed as people say them", async () => {
    for (const code of family.slice(1)) assert.match(await type(`${code.slice(0, 3)} ${code.slice(3).toLowerCase()}`), /可以进场/);
    assert.match(await type(helper), /可以进场[^]*志愿者/);
    await steward.locator("#checkin-live").getByText(/在场 4 人/).waitFor();
    await steward.evaluate(() => {
      document.activeElement?.blur();
      scrollTo(0, 0);
    });
    await picture(steward, "hold-door");
  });

  test("a wrong, foreign, doubled or cancelled code is answered with its reason and what to do", async () => {
    assert.match(await type(family[0]), /已经签到过[^]*由 .* 登记签到。若是同一人误扫，不必处理/);
    assert.match(await type(elsewhere), /是别的活动的码[^]*“桃园村太极拳”[^]*请对方出示本活动的码/);
    assert.match(await type(cancelled), /报名已取消[^]*想参加的请重新报名/);
    assert.match(await type("222222"), /没有这个码[^]*请核对签到码是否输错/);
    assert.match(await type("你好"), /不是报名码[^]*请对方打开“我的报名”/);
    await shots(steward, "door-refused");
    await steward.setViewportSize({ width: 390, height: 844 });
    await steward.getByRole("link", { name: /未通过/ }).click();
    await says(steward, /不是报名码[^]*没有这个码[^]*报名已取消[^]*是别的活动的码[^]*已经签到过/);
  });

  test("out again: once, and only who came in", async () => {
    await steward.goto(door);
    await steward.getByRole("link", { name: "签退（出）" }).click();
    await steward.waitForURL(/direction=out/);
    assert.match(await type(helper), /已签退[^]*服务时长由系统按规则计算，待负责人确认后生效/);
    assert.match(await type(helper), /已经签退过/);
    assert.match(await type(family[1]), /已签退[^]*谢谢您/);
    assert.match(await type(elsewhere), /是别的活动的码/);
    assert.deepEqual(steward.problems, []);
  });

  test("without JavaScript the answer comes on the page", async () => {
    const plain = await here.as("steward", { scripts: false });
    await plain.goto(door);
    await plain.locator("#f-code").fill(family[0]);
    await plain.getByRole("button", { name: "核对" }).click();
    assert.match(await plain.locator(".scan-answer").innerText(), /已经签到过/);
    await plain.getByRole("link", { name: /^已到/ }).click();
    await plain.getByRole("button", { name: /登记签退/ }).first().click();
    await plain.getByText(/：已签退/).waitFor();
    await plain.context().close();
  });
});

test("the officer confirms pending records, whose minutes are split among the co-hosts", async () => {
  const officer = await here.as("village");
  await officer.goto(`/w/${here.roles.village.organisation}/records`);
  const waiting = await said(officer);
  assert.match(waiting, /待确认[^]*\d+ 条，共 /);
  await officer.getByRole("link", { name: /查看并确认/ }).first().click();
  const [, records, length] = (await said(officer)).match(/(\d+) 条，共 (.+)/);
  await officer.getByRole("link", { name: "预览全部待确认" }).click();
  const preview = await said(officer);
  assert.match(preview, new RegExp(`将确认 ${records} 条记录，共 ${length}。`));
  assert.match(preview, new RegExp(`时长在共办单位之间这样分[^]*合计[^]*${length}`));
  await shots(officer, "records", { whole: true });
  await officer.setViewportSize({ width: 390, height: 844 });
  await officer.getByRole("button", { name: `确认 ${records} 条记录` }).click();
  await officer.getByText(`已确认 ${records} 条，共 ${length}。`).waitFor();
  assert.deepEqual(officer.problems, []);

  // What was confirmed stands in the organisation's month, and that opens to its records.
  await officer.goto(`/w/${here.roles.village.organisation}/records/months`);
  await officer.locator("main").getByRole("link", { name: /小时|分钟/ }).first().click();
  await says(officer, /已确认的记录|已确认/);
  await officer.context().close();
});
