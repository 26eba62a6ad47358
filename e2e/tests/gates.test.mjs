// Without a network at two gates: two phones scan overlapping halves of five hundred people, and bring them in every
// order, twice. It comes to the same, and every double is listed.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, reader } from "../lib/browser.mjs";
import { says } from "../lib/county.mjs";
import { crowd } from "../lib/crowd.mjs";
import { shots } from "../lib/look.mjs";

const PEOPLE = 500;
/** Scanned at both gates. */
const BOTH = 100;
const PHONE = { width: 390, height: 844 };

/** Somebody of the crowd in a browser of their own. */
async function as(browser, here, session, wishes) {
  const page = await reader(browser, here.address, wishes);
  const [name, value] = session.cookie.split("=");
  await page.context().addCookies([{ name, value, url: here.address }]);
  return page;
}

/** Waits until a phone could do without a network. */
const ready = (page) =>
  page.waitForFunction(() => ["good", "fair"].includes(document.querySelector("[data-gate]").dataset.ready));

/** Opens the door on a phone, takes the gate over and waits until it could do without a network. */
async function stand(page, door, gate) {
  await page.goto(door);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.getByRole("button", { name: `这台手机当“${gate}”` }).click();
  await ready(page);
}

/** Scans codes one after the other by the page's own form, and gives how each was answered. */
const scan = (page, codes) =>
  page.evaluate(async (codes) => {
    const input = document.querySelector("#f-code");
    const answer = document.querySelector("#scan-answer");
    const said = [];
    for (const code of codes) {
      answer.replaceChildren();
      input.value = code;
      input.form.requestSubmit();
      await new Promise((done) => {
        const look = () => (answer.firstElementChild ? done() : setTimeout(look, 1));
        look();
      });
      said.push(answer.querySelector(".scan-headline").textContent);
    }
    return said;
  }, codes);

/** Brings what a phone has, and gives the requests by which it did. */
async function bring(page) {
  const parts = [];
  const heard = (request) => {
    if (request.method() !== "POST" || !request.url().endsWith("/scans")) return;
    const { "langqiao-signature": signature, "content-type": type } = request.headers();
    parts.push({ url: request.url(), body: request.postData(), headers: { "langqiao-signature": signature, "content-type": type } });
  };
  page.on("request", heard);
  await page.context().setOffline(false);
  // It may have begun by itself as the network came back.
  await page.locator("[data-gate-bring]").click({ timeout: 2000 }).catch(() => undefined);
  await page.waitForFunction(() => document.querySelector("[data-gate]").dataset.left === "0");
  page.off("request", heard);
  return parts;
}

/** Brings the same once more, as a phone does whose answer was lost. */
const again = (page, parts) =>
  page.evaluate(async (parts) => {
    const known = [];
    for (const { url, body, headers } of parts) {
      const answer = await fetch(url, { method: "POST", body, headers });
      known.push(...(await answer.json()).scans.map((scan) => scan.again));
    }
    return known;
  }, parts);

/** Writes somebody onto the roster that the phone keeps. */
const forge = () =>
  new Promise((done) => {
    const opening = indexedDB.open("langqiao-gate");
    opening.onsuccess = () => {
      const tx = opening.result.transaction("rosters", "readwrite");
      const rosters = tx.objectStore("rosters");
      const all = rosters.getAll();
      all.onsuccess = () => rosters.put({ ...all.result[0], text: all.result[0].text.replace('"state":"seat"', '"state":"waiting"') });
      tx.oncomplete = () => (opening.result.close(), done());
    };
  });

const count = (all, wanted) => all.filter((one) => one === wanted).length;

describe("without a network", () => {
  let browser;
  let here;

  before(async () => {
    [browser, here] = await Promise.all([launch(), crowd(PEOPLE)]);
  });
  after(async () => {
    await browser?.close();
    await here?.stop();
  });

  /** An activity with everybody signed up, and its two gates. */
  async function held(title) {
    const activity = await here.activity(title);
    const codes = await here.signUp(activity);
    assert.equal(codes.length, PEOPLE);
    for (const name of ["东门", "西门"]) {
      await here.api("POST", `/organisations/{org}/activities/${activity}/devices`, { name, direction: "in" });
    }
    return { activity, codes, door: `/w/${here.host.organisation}/activities/${activity}/checkin` };
  }

  /** What waits for a person, as the API lists it. */
  async function waiting(activity) {
    const all = [];
    for (let after = ""; after !== null; ) {
      const path = `/organisations/{org}/activities/${activity}/unsettled-scans?limit=200${after && `&after=${after}`}`;
      const page = await here.api("GET", path);
      all.push(...page.items.map((scan) => ({ reason: scan.reason, code: scan.code, gate: scan.gate })));
      after = page.next ?? null;
    }
    return all;
  }

  const results = [];
  const orders = [
    ["东门先", ["east", "west", "east", "west"]],
    ["西门先", ["west", "east", "west", "east"]],
  ];
  for (const [name, order] of orders) {
    test(`five hundred people at two gates: ${name}`, async () => {
      const first = results.length === 0;
      const { activity, codes, door } = await held(`没有网络的一天（${name}）`);
      const half = (PEOPLE + BOTH) / 2;
      const halves = { east: codes.slice(0, half), west: codes.slice(PEOPLE - half) };
      const phones = {};
      for (const [gate, at] of [["east", "东门"], ["west", "西门"]]) {
        const page = await as(browser, here, here.host, { offlineReady: true });
        await stand(page, door, at);
        phones[gate] = page;
      }
      if (first) await shots(phones.east, "gate-ready", { whole: true });

      // Both phones are cut off before either has brought anything.
      for (const page of Object.values(phones)) await page.context().setOffline(true);
      for (const [gate, page] of Object.entries(phones)) {
        await page.setViewportSize(PHONE);
        await page.reload();
        await ready(page);
        assert.equal(count(await scan(page, halves[gate]), "可以进场"), half, `${gate}: each phone knows of itself alone`);
        const more = await scan(page, [halves[gate][0], "999999", "wxp://f2f0abc"]);
        assert.deepEqual(more, ["已经签到过", "没有这个码", "不是报名码"]);
        await page.getByText(`还有 ${half + 3} 次扫码没有上传`).waitFor();
      }
      if (first) await shots(phones.east, "gate-alone", { whole: true });

      const brought = {};
      for (const gate of order) {
        const page = phones[gate];
        await page.setViewportSize(PHONE);
        if (brought[gate]) {
          const known = await again(page, brought[gate]);
          assert.deepEqual([known.length, known.includes(false)], [half + 3, false]);
        } else {
          brought[gate] = await bring(page);
        }
      }

      const listed = await waiting(activity);
      const by = (reason) => listed.filter((scan) => scan.reason === reason);
      assert.equal(by("in_already").length, BOTH + 2, "every double is listed");
      assert.deepEqual([by("unknown").length, by("unreadable").length, listed.length], [2, 2, BOTH + 6]);
      results.push(listed.map(({ reason, code, gate }) => `${reason} ${codes.indexOf(code)} ${gate}`).sort());

      const officer = await as(browser, here, here.host);
      await officer.goto(door);
      await says(officer, new RegExp(`已到\\s+${PEOPLE}`));
      await officer.getByRole("link", { name: `待核对 ${BOTH + 6} 次` }).click();
      if (first) await shots(officer, "gate-settle");
      await officer.setViewportSize(PHONE);
      await officer.getByRole("link", { name: "全部勾选" }).click();
      await officer.getByRole("textbox", { name: "理由" }).fill("两个门都扫了，进来一次");
      await officer.getByRole("button", { name: "不算" }).click();
      await officer.getByText("已核对 100 条").waitFor();
      await says(officer, /待核对\s*6\b/);
      assert.deepEqual(officer.problems, []);
      for (const page of [officer, ...Object.values(phones)]) await page.context().close();
    });
  }

  test("in every order it came to the same", () => {
    assert.equal(results.length, orders.length);
    assert.deepEqual(results[0], results[1]);
  });

  test("a phone says what is missing, believes no roster but its own, and tells when its key was taken back", async () => {
    const { activity, codes, door } = await held("没有网络的傍晚");
    const page = await as(browser, here, here.host, { offlineReady: true });
    const light = (name) => page.locator(`[data-light=${name}]`).innerText();
    await page.goto(door);
    await page.getByText("还不能离线").waitFor();
    assert.match(await light("device"), /还没有领用/);
    assert.match(await light("roster"), /没有存好/);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.getByRole("button", { name: "这台手机当“东门”" }).click();
    await ready(page);
    assert.match(await light("roster"), /没有过期/);
    assert.match(await light("clock"), /手机时间准/);

    // The server takes a scan and its answer is lost: the phone answers, and it stays one scan.
    await page.route((url) => url.pathname === door, async (route) => {
      if (route.request().method() !== "POST") return route.fallback();
      await route.fetch();
      await route.abort("connectionreset");
    });
    assert.deepEqual(await scan(page, [codes[0]]), ["可以进场"]);
    await page.unroute((url) => url.pathname === door);
    await page.unrouteAll();
    await bring(page);
    assert.deepEqual(await waiting(activity), []);

    // Leaving, without a network: from the page that the phone keeps.
    await page.context().setOffline(true);
    await page.getByRole("link", { name: "签退（出）" }).click();
    await ready(page);
    assert.deepEqual(await scan(page, [codes[0], codes[0], codes[1]]), ["已签退", "已经签退过", "还没有签到"]);

    // What this phone has scanned is there to be looked back at, also after it was opened anew without a network.
    const log = page.locator("[data-gate-log]");
    const rows = log.locator(".gate-log-row");
    for (const opened of ["at once", "anew"]) {
      if (opened === "anew") {
        await page.reload();
        await ready(page);
      }
      await log.locator("summary").click();
      await rows.nth(3).waitFor();
      assert.match(await log.innerText(), /共 4 次，其中 3 次还没有上传/, opened);
      const latest = await rows.allInnerTexts();
      assert.match(latest[0], new RegExp(`${codes[1]}[^]*签退[^]*还没有签到[^]*等上传`), opened);
      assert.match(latest[2], new RegExp(`${codes[0]}[^]*\\*[^]*签退[^]*已签退[^]*等上传`), opened);
      assert.match(latest[3], /签到[^]*可以进场[^]*已上传/, opened);
    }
    await shots(page, "gate-log");
    await page.setViewportSize(PHONE);

    // Somebody writes themselves onto the roster: it isn't signed, and codes are only written down.
    await page.evaluate(forge);
    await page.reload();
    await page.getByText("还不能离线").waitFor();
    assert.match(await light("roster"), /没有存好/);
    assert.deepEqual(await scan(page, [codes[2]]), ["已记下，等核对"]);
    await page.getByText("还有 4 次扫码没有上传").waitFor();

    // An officer takes the key back in the meantime: the phone is told, and nothing is lost.
    const gates = await here.api("GET", `/organisations/{org}/activities/${activity}/devices`);
    const east = gates.find((gate) => gate.name === "东门");
    await here.api("POST", `/organisations/{org}/activities/${activity}/devices/${east.id}/revoke`);
    await page.context().setOffline(false);
    await page.locator("[data-gate-bring]").click({ timeout: 2000 }).catch(() => undefined);
    await page.getByText("这台设备已停用").waitFor();
    await page.getByText("扫码都已上传").waitFor();
    const kept = await waiting(activity);
    assert.deepEqual(kept.map((scan) => scan.reason), Array(4).fill("device_revoked"));
    await page.context().close();
  });

  test("a phone for all activities forgets no door, and knows whom it let in while there was a network", async () => {
    const { activity, codes, door } = await held("没有网络的上午");
    const devices = `/organisations/{org}/activities/${activity}/devices`;
    await here.api("POST", devices, { name: "流动门", direction: "in", everywhere: true });
    const next = await here.activity("第二天的活动");
    const page = await as(browser, here, here.host, { offlineReady: true });
    await stand(page, door, "流动门");

    // The server lets them in, and the roster on the phone was written before.
    assert.deepEqual(await scan(page, [codes[0]]), ["可以进场"]);
    await page.context().setOffline(true);
    assert.deepEqual(await scan(page, [codes[0], codes[1]]), ["已经签到过", "可以进场"]);
    await page.reload();
    await ready(page);
    assert.deepEqual(await scan(page, [codes[0]]), ["已经签到过"]);
    await page.getByText("还有 3 次扫码没有上传").waitFor();

    // The door is left before there is a network again, and another activity's is opened.
    await page.goto("about:blank");
    await page.context().setOffline(false);
    await page.goto(`/w/${here.host.organisation}/activities/${next}/checkin`);
    await page.waitForFunction(() => document.querySelector("[data-gate]").dataset.left === "0");
    const kept = await waiting(activity);
    assert.deepEqual(kept.map((scan) => scan.reason), ["in_already", "in_already"]);
    const gates = await here.api("GET", devices);
    assert.equal(gates.find((gate) => gate.name === "流动门").queued, 0);
    await page.context().close();
  });

  test("whoever signs out is told of scans that stay behind, and leaves nobody's name on the phone", async () => {
    const { codes, door } = await held("没有网络的夜里");
    const page = await as(browser, here, here.host, { offlineReady: true });
    await stand(page, door, "西门");
    const rosters = () =>
      new Promise((done) => {
        const opening = indexedDB.open("langqiao-gate");
        opening.onsuccess = () => {
          const all = opening.result.transaction("rosters").objectStore("rosters").count();
          all.onsuccess = () => (opening.result.close(), done(all.result));
        };
      });
    assert.equal(await page.evaluate(rosters), 1);
    await page.context().setOffline(true);
    assert.deepEqual(await scan(page, [codes[0]]), ["可以进场"]);
    await page.getByText("还有 1 次扫码没有上传").waitFor();
    await page.goto("about:blank");
    await page.context().setOffline(false);
    await page.goto("/me");
    const signOut = page.getByRole("button", { name: "退出登录" }).first();
    await signOut.click();
    await page.getByText("还有 1 次扫码没有上传。请先打开签到页").waitFor();
    // Where the door is opened it is sent, and nothing is left to be told.
    await page.goto(door);
    await page.waitForFunction(() => document.querySelector("[data-gate]").dataset.left === "0");
    assert.equal(await page.evaluate(() => localStorage.getItem("langqiao-unsent-scans")), null);
    await page.goto("/me");
    await signOut.click();
    await page.waitForURL("**/");
    await page.waitForFunction(`(${rosters})().then((kept) => kept === 0)`);
    await page.context().close();
  });
});
