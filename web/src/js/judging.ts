// A judge's pages without a network (judging/): a route and its sheets go along on the phone, and what was filled in comes
// back by itself. Without this script the same forms are sent as forms are.

import { RoutePage } from "./judging/route";
import { SheetPage } from "./judging/sheet";

const script = (document.currentScript as HTMLScriptElement | null)?.getAttribute("src") ?? "";
const box = document.querySelector<HTMLElement>("[data-judging]");
// A browser that keeps nothing sends forms as they are.
if (box && globalThis.indexedDB) void (box.dataset.venue ? new SheetPage(box) : new RoutePage(box, script)).start();

export {};
