// On every page: htmx, and the few courtesies that need a script. Nothing here is needed to read, sign
// up, book or report.
import "htmx.org/dist/htmx.min.js";

/** Buttons that only a script can serve: shown where they work. */
function showScriptButtons(root: ParentNode): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-does]")) {
    button.hidden = false;
  }
}

async function share(): Promise<void> {
  const page = { title: document.title, url: location.href };
  if (navigator.share) {
    // Closing the sheet is an answer too.
    await navigator.share(page).catch(() => undefined);
  } else {
    await navigator.clipboard?.writeText(page.url);
  }
}

/** Copies the nearest field before a button; where that can't be done it is selected, ready to be copied by hand. */
async function copy(button: HTMLElement): Promise<void> {
  const field = button.closest(".subscribe")?.querySelector("input");
  if (!field) return;
  field.select();
  await navigator.clipboard
    ?.writeText(field.value)
    .then(() => button.classList.add("is-done"))
    .catch(() => undefined);
}

document.addEventListener("click", (event) => {
  const button = (event.target as Element | null)?.closest<HTMLElement>("[data-does]");
  if (button?.dataset.does === "print") print();
  if (button?.dataset.does === "share") void share();
  if (button?.dataset.does === "copy") void copy(button);
});

/** Milliseconds after which a form whose answer was a file, not a page, can be sent again. */
const SEND_AGAIN_AFTER = 8000;

function release(form: HTMLFormElement): void {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

/** How the names begin under which islands note what they have kept on this phone and not yet sent, in words. */
const UNSENT = "langqiao-unsent";

/** Takes what the islands noted. */
function takeUnsent(): string[] {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(UNSENT));
  const noted = names.map((name) => localStorage.getItem(name) ?? "").filter(Boolean);
  for (const name of names) localStorage.removeItem(name);
  return noted;
}

// Who signs out while something of theirs waits for a network is told so first; the second touch signs out. Whoever
// signs in next is not told of it.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target as HTMLFormElement;
    const { pathname } = new URL(form.getAttribute("action") ?? "", location.href);
    if (pathname.startsWith("/sign-in")) takeUnsent();
    if (pathname !== "/sign-out") return;
    const unsent = takeUnsent();
    if (unsent.length === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const told = document.createElement("div");
    told.className = "notice notice-warn";
    told.setAttribute("role", "alert");
    told.replaceChildren(
      ...unsent.map((text) => Object.assign(document.createElement("p"), { textContent: text })),
    );
    (form.parentElement ?? form).before(told);
  },
  true,
);

// Without a network: the way to what was kept for the road.
for (const way of document.querySelectorAll<HTMLAnchorElement>("a[data-kept]")) {
  void globalThis.caches?.match(way.href).then((kept) => (way.hidden = kept === undefined));
}

/** What is said of a form that could not be sent, and of one of which nobody knows; both come with the page. */
const { unsent: CANT_SEND = "", unsure: UNSURE = "" } = (document.currentScript as HTMLScriptElement | null)?.dataset ?? {};

/**
 * Says beside the button that nothing was sent, or that it may have arrived although no answer came; what was typed stays
 * where it is.
 */
function tellUnsent(form: HTMLFormElement, button: Element | null, unsure = false): void {
  release(form);
  for (const old of form.querySelectorAll("[data-untold]")) old.remove();
  const told = document.createElement("div");
  told.className = "notice notice-warn";
  told.dataset.untold = "";
  told.setAttribute("role", "alert");
  told.textContent = unsure ? UNSURE : CANT_SEND;
  const last = (button ?? form.querySelector("button:not([type=button])"))?.closest("form > *");
  if (last?.parentElement === form) last.before(told);
  else form.append(told);
  told.scrollIntoView({ block: "nearest" });
}

/** Whether the server is reached all the same: a phone may be without a network beside a server on the same machine. */
const reached = (): Promise<boolean> =>
  fetch("/offline", { method: "HEAD", cache: "no-store" }).then(
    () => true,
    () => false,
  );

// A form that is sent without a network is not sent away, page and all.
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || form.method !== "post" || navigator.onLine || form.dataset.reached) return;
  event.preventDefault();
  const button = event.submitter;
  void reached().then((yes) => {
    if (!yes) return tellUnsent(form, button);
    form.dataset.reached = "1";
    form.requestSubmit(button);
    delete form.dataset.reached;
  });
});

/**
 * The form that was sent last from this page, and whether the server had just been reached: it may be long until it is known
 * that no answer comes.
 */
let lastSent: { form: HTMLFormElement; reached: boolean } | undefined;

// Where the phone only thought that it had a network, or lost it on the way, the worker says so (sw.ts).
navigator.serviceWorker?.addEventListener("message", ({ data }: MessageEvent<{ unsent?: string; unsure?: boolean }>) => {
  if (!lastSent) return;
  const { form, reached } = lastSent;
  const { pathname } = new URL(form.getAttribute("action") ?? "", location.href);
  if (pathname === data?.unsent) tellUnsent(form, form.querySelector("[aria-busy]"), reached || data.unsure);
});

/** What was asked beside the page while there was no network: none of it has arrived. */
const askedOffline = new WeakSet<XMLHttpRequest>();
type Asked = CustomEvent<{ xhr: XMLHttpRequest }>;

document.addEventListener("htmx:beforeSend", (event) => {
  if (!navigator.onLine) askedOffline.add((event as Asked).detail.xhr);
});
document.addEventListener("htmx:sendError", (event) => {
  // A draft that is saved beside is tried again with the next change.
  const asked = event.target;
  const form = asked instanceof HTMLButtonElement ? asked.form : asked;
  // The scanner says itself what became of a scan.
  const own = form instanceof HTMLFormElement && form.querySelector("[data-scan-code]") !== null;
  if (form instanceof HTMLFormElement && form.method === "post" && !own) {
    tellUnsent(form, null, !askedOffline.has((event as Asked).detail.xhr));
  }
});

// A second touch on a slow line must not send a form twice.
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  lastSent = { form, reached: form.dataset.reached !== undefined };
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), SEND_AGAIN_AFTER);
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) release(form);
});

// An open menu closes when something else is touched, or with Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.bench-orgs[open]")) {
    if (!menu.contains(event.target as Node)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.bench-orgs[open]")) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});

// Parts that the server renders for an error (a form with what is wrong in it) are shown like any other.
document.addEventListener("htmx:beforeSwap", (event) => {
  const detail = (event as CustomEvent<{ xhr: XMLHttpRequest; shouldSwap: boolean; isError: boolean }>).detail;
  if (detail.xhr.status === 422) {
    detail.shouldSwap = true;
    detail.isError = false;
  }
});
document.addEventListener("htmx:load", (event) => showScriptButtons(event.target as Element));

showScriptButtons(document);
if ("serviceWorker" in navigator) {
  addEventListener("load", () => void navigator.serviceWorker.register("/sw.js").catch(() => undefined));
}
