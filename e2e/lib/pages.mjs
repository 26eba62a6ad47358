// Holds all pages that somebody can reach to the rules.
import assert from "node:assert/strict";
import { audit } from "./audit.mjs";
import { everyPage, kind } from "./crawl.mjs";

/** How many pages are looked at beside each other. */
const AT_ONCE = 2;

/**
 * Finds every kind of page from `starts` below `below`, checks that no link leads nowhere, and audits each in a
 * test of its own, but for kinds that another reader has `seen`, if they are no starts. `open` gives a new page
 * of the reader.
 */
export async function auditEveryPage(t, open, { starts, below, seen = new Set() }) {
  const readers = await Promise.all(Array.from({ length: AT_ONCE }, open));
  for (const reader of readers) reader.problems.splice(0);
  const pages = await everyPage(readers[0], starts, below);
  assert.deepEqual(pages.filter(({ status }) => status !== 200), [], "no link leads to a page that is not there");
  const fresh = pages.filter(({ path }) => starts.includes(path) || !seen.has(kind(path)));
  for (const { path } of pages) seen.add(kind(path));
  const idle = [...readers];
  const waiting = [];
  await Promise.all(
    fresh.map(({ path }) =>
      t.test(path, async () => {
        if (idle.length === 0) await new Promise((free) => waiting.push(free));
        const reader = idle.pop();
        try {
          await audit(reader, path);
        } finally {
          idle.push(reader);
          waiting.shift()?.();
        }
      }),
    ),
  );
  for (const reader of readers) await reader.context().close();
}
