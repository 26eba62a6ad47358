// Finds every kind of page that a reader can reach, so that none is forgotten.

/** Milliseconds for a page; on a busy machine the first one takes a while. */
const PATIENCE = 60_000;

/** A path with its ids and dates replaced, so that two activities' pages count as one kind of page. */
export function kind(path) {
  return path
    .split("?")[0]
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "ID")
    .replace(/\/\d[\d-]*(?=\/|$)/g, "/N");
}

/**
 * Follows links from `starts` through the site and gives one path for each kind of page: the first found.
 * Files to download and addresses under `/api` are left out.
 * @returns {Promise<{path: string, status: number}[]>}
 */
export async function everyPage(page, starts) {
  const { origin } = new URL(page.context()._options.baseURL);
  const seen = new Map(starts.map((path) => [kind(path), path]));
  const queue = [...seen.values()];
  const found = [];
  for (let path = queue.shift(); path; path = queue.shift()) {
    const response = await page.goto(path, { timeout: PATIENCE });
    const status = response?.status() ?? 0;
    found.push({ path, status });
    const links = await page.locator("a[href]:not([download])").evaluateAll((all) =>
      all.map((a) => new URL(a.getAttribute("href"), location.href).href),
    );
    for (const link of links) {
      const url = new URL(link);
      const next = url.pathname + url.search;
      const file = /\.\w+$/.test(url.pathname) || url.pathname.startsWith("/api/");
      if (url.origin !== origin || file || seen.has(kind(next))) continue;
      seen.set(kind(next), next);
      queue.push(next);
    }
  }
  return found;
}
