// The demonstration county with a browser before it, for the tests of one file.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, reader, signIn } from "./browser.mjs";
import { demo } from "./server.mjs";

/** Starts both before the file's tests and ends them afterwards. Its parts can be used once a test runs. */
export function county() {
  let server;
  let browser;
  before(async () => {
    server = await demo();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  const here = {
    get address() {
      return server.address;
    },
    /** Changes its records beside the server, for what only time could bring. */
    change: (sql) => server.change(sql),
    /** Who can sign in, by role: phone, password, organisation, token. */
    get roles() {
      return server.info.roles;
    },
    /** Somebody without an account. */
    visitor: (wishes) => reader(browser, server.address, wishes),
    /** Somebody of the demonstration, signed in. */
    async as(role, wishes) {
      const page = await here.visitor(wishes);
      await signIn(page, here.roles[role]);
      return page;
    },
    /** Asks the API with a role's token, for what must be there before a journey begins. */
    async api(role, method, path, body) {
      const { token, organisation } = here.roles[role];
      const response = await fetch(`${server.address}/api/v1${path.replace("{org}", organisation)}`, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: body && JSON.stringify(body),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return text && JSON.parse(text);
    },
    /**
     * A published activity of the village with the town and a firm's union, which have agreed to hold it too.
     * @returns {Promise<string>} its id
     */
    async activity(title, plan) {
      const { items } = await here.api("village", "GET", `/areas?q=${encodeURIComponent("桃园村")}`);
      const others = ["town", "firm"];
      const made = await here.api("village", "POST", "/organisations/{org}/activities", {
        title,
        kind: "family",
        place: "桃园村村口",
        area: items.find((area) => area.short_name === "桃园村").id,
        cohosts: others.map((role) => ({ organisation: here.roles[role].organisation, people: 1, share: 1 })),
        own: { people: 2, share: 1 },
        ...plan,
      });
      await here.api("village", "POST", `/organisations/{org}/activities/${made.id}/publish`);
      for (const role of others) await here.api(role, "POST", `/organisations/{org}/activities/${made.id}/accept`, {});
      return made.id;
    },
  };
  return here;
}

/** The instant so many hours from now, at the full minute, as the API takes it. */
export const hoursAhead = (hours) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + hours * 3_600_000).toISOString();

/** The day so many days from today, in China, as date fields take it. */
export const dayAhead = (days) =>
  new Date(Date.now() + days * 86_400_000).toLocaleDateString("sv", { timeZone: "Asia/Shanghai" });

/** What the page's main part says. */
export const said = (page) => page.locator("main").innerText();

/** Milliseconds in which a page that is on its way says what is expected of it. */
const PATIENCE = 10_000;

/** Asserts what the page's main part says, as soon as it does: the page may still be on its way. */
export async function says(page, pattern) {
  const until = Date.now() + PATIENCE;
  // While a page gives way to the next there is nothing to read.
  const read = () => said(page).catch((why) => (Date.now() < until ? "" : Promise.reject(why)));
  let text = await read();
  while (!pattern.test(text) && Date.now() < until) {
    await new Promise((look) => setTimeout(look, 50));
    text = await read();
  }
  assert.match(text, pattern);
}
