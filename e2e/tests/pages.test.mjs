// Every kind of page that a reader of the demonstration can reach by following links keeps the rules.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { audit } from "../lib/audit.mjs";
import { launch, reader, signIn } from "../lib/browser.mjs";
import { everyPage } from "../lib/crawl.mjs";
import { demo } from "../lib/server.mjs";

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

describe("every page that can be reached keeps the rules", () => {
  for (const role of ["visitor", "resident", "village", "county_office"]) {
    test(role, async (t) => {
      const page = await reader(browser, server.address);
      const who = server.info.roles[role];
      if (who) await signIn(page, who);
      page.problems.splice(0);
      const pages = await everyPage(page, who?.organisation ? [`/w/${who.organisation}`, "/"] : ["/"]);
      const broken = pages.filter(({ status }) => status !== 200);
      assert.deepEqual(broken, [], "no link leads to a page that is not there");
      for (const { path } of pages) await t.test(path, () => audit(page, path));
      await page.context().close();
    });
  }
});
