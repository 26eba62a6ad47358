// Keeps on the device what is needed without a network: styles, scripts, the offline page and the pages
// that the server marks as the reader's own tickets. Everything else is always asked for.
/// <reference lib="webworker" />
declare const KEPT: string[];
declare const self: ServiceWorkerGlobalScope;

const FILES = "files-1";
const PAGES = "pages-1";
const OFFLINE = "/offline";
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
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && request.mode === "navigate") {
    event.respondWith(post(event, url.pathname));
  } else if (request.method === "GET" && url.pathname.startsWith("/assets/")) {
    event.respondWith(file(request));
  } else if (request.method === "GET" && request.mode === "navigate") {
    event.respondWith(page(request));
  }
});

/** Files have their content's hash in the name: one that is kept is right. */
async function file(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  return kept ?? fetch(request);
}

async function page(request: Request): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(request);
  } catch {
    return offline(request);
  }
  if (response.ok && response.headers.get("langqiao-offline") === "keep") {
    const pages = await caches.open(PAGES);
    await pages.delete(request);
    await pages.put(request, response.clone());
    for (const old of (await pages.keys()).slice(0, -MOST)) await pages.delete(old);
  }
  return response;
}

async function offline(request: Request): Promise<Response> {
  const kept = (await caches.match(request, { cacheName: PAGES })) ?? (await caches.match(OFFLINE));
  return kept ?? Response.error();
}

/** After signing out nothing personal stays; after a change of language the offline page speaks it. */
async function post(event: FetchEvent, path: string): Promise<Response> {
  if (path === "/sign-out") await caches.delete(PAGES);
  let response: Response;
  try {
    response = await fetch(event.request);
  } catch {
    return offline(event.request);
  }
  if (path === "/preferences") {
    event.waitUntil(
      caches.open(FILES).then((files) => files.add(new Request(OFFLINE, { cache: "reload" })).catch(() => undefined)),
    );
  }
  return response;
}

export {};
