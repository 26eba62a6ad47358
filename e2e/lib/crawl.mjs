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
 * Follows links from `starts` through the site and gives all of these and one path for each kind of page
 * besides: the first found. Only what lies below one of `below` is followed; files to download and addresses
 * under `/api` are left out.
 * @returns {Promise<{path: string, status: number}[]>}
 */
export async function everyPage(page, starts, below = ["/"]) {
  const { origin } = new URL(page.context()._options.baseURL);
  const seen = new Set(starts.map(kind));
  const queue = [...starts];
  const found = [];
  for (let path = queue.shift(); path; path = queue.shift()) {
    const response = await page.goto(path, { timeout: PATIENCE });
    found.push({ path, status: response?.status() ?? 0 });
    const links = await page.locator("a[href]:not([download])").evaluateAll((all) =>
      all.map((a) => new URL(a.getAttribute("href"), location.href).href),
    );
    for (const link of links) {
      const url = new URL(link);
      const next = url.pathname + url.search;
      const file = /\.\w+$/.test(url.pathname) || url.pathname.startsWith("/api/");
      const here = url.origin === origin && below.some((path) => url.pathname.startsWith(path));
      if (!here || file || seen.has(kind(next))) continue;
      seen.add(kind(next));
      queue.push(next);
    }
  }
  return found;
}
