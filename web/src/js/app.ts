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

document.addEventListener("click", (event) => {
  const button = (event.target as Element | null)?.closest<HTMLElement>("[data-does]");
  if (button?.dataset.does === "print") print();
  if (button?.dataset.does === "share") void share();
});

/** Milliseconds after which a form whose answer was a file, not a page, can be sent again. */
const SEND_AGAIN_AFTER = 8000;

function release(form: HTMLFormElement): void {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

// A second touch on a slow line must not send a form twice.
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
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
