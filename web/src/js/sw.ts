// Keeps on the device what is needed without a network: styles, scripts, the offline page and the pages
// that the server marks as the reader's own tickets. Everything else is always asked for.
/// <reference lib="webworker" />
import { forgetEntries } from "./door/log";
import { forgetRosters } from "./door/store";
import { DOOR, JUDGING, forgetPages } from "./offline/pages";

declare const KEPT: string[];
declare const self: ServiceWorkerGlobalScope;

const FILES = "files-1";
const PAGES = "pages-1";
const OFFLINE = "/offline";
/** True after a change of language or print size: the offline page is fetched anew with the next page. */
let stale = false;
/** Pages kept at most; the oldest goes first. */
const MOST = 30;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const files = await caches.open(FILES);
      await files.addAll([...KEPT, OFFLINE]);
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const files = await caches.open(FILES);
      for (const request of await files.keys()) {
        const { pathname } = new URL(request.url);
        if (pathname !== OFFLINE && !KEPT.includes(pathname)) await files.delete(request);
      }
      // The page is asked for while this worker still wakes up.
      await self.registration.navigationPreload?.enable();
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST") {
    // Forms go their own way; what they mean for the kept pages is done beside.
    event.waitUntil(posted(url.pathname));
    const plain = request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded");
    if (request.mode === "navigate" && plain) event.respondWith(sent(request, url.pathname));
  } else if (request.method === "GET" && url.pathname.startsWith("/assets/")) {
    event.respondWith(file(request));
  } else if (request.method === "GET" && request.mode === "navigate") {
    event.respondWith(page(event));
  }
});

/** Files have their content's hash in the name: one that is kept is right. */
async function file(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  return kept ?? fetch(request);
}

async function page(event: FetchEvent): Promise<Response> {
  const { request } = event;
  let response: Response;
  try {
    response = ((await event.preloadResponse) as Response | undefined) ?? (await fetch(request));
  } catch {
    return offline(request);
  }
  if (stale) {
    stale = false;
    const anew = new Request(OFFLINE, { cache: "reload" });
    event.waitUntil(caches.open(FILES).then((files) => files.add(anew).catch(() => undefined)));
  }
  if (response.ok && response.headers.get("langqiao-offline") === "keep") {
    const pages = await caches.open(PAGES);
    await pages.delete(request);
    await pages.put(request, response.clone());
    for (const old of (await pages.keys()).slice(0, -MOST)) await pages.delete(old);
  }
  // A sheet that a judge keeps for the road is kept as it was last seen.
  if (response.ok && (await caches.match(request, { cacheName: JUDGING }))) {
    await (await caches.open(JUDGING)).put(request, response.clone());
  }
  return response;
}

async function offline(request: Request): Promise<Response> {
  for (const cacheName of [PAGES, DOOR, JUDGING]) {
    const kept = await caches.match(request, { cacheName });
    if (kept) return kept;
  }
  return (await caches.match(OFFLINE)) ?? Response.error();
}

/**
 * A form that can't be brought: the reader stays on its page with what was typed, and the page (app.ts) says so. Where there
 * was a network, the server may have it all the same, and only the answer was lost.
 */
async function sent(request: Request, path: string): Promise<Response> {
  const unsure = navigator.onLine;
  try {
    return await fetch(request);
  } catch {
    for (const client of await self.clients.matchAll({ type: "window" })) client.postMessage({ unsent: path, unsure });
    return new Response(null, { status: 204 });
  }
}

/** What was kept for one person is not there for the next who signs in on this device, or out. */
async function posted(path: string): Promise<void> {
  if (path === "/sign-out" || path.startsWith("/sign-in")) {
    await caches.delete(PAGES);
    await forgetPages();
    await forgetRosters();
    await forgetEntries();
  }
  if (path === "/preferences") stale = true;
}
