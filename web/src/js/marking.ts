// A competition judge's pages without a network (marking/): marks that are typed wait on the phone and come in by
// themselves. Without this script the same forms are sent as forms are.

import { ListPage } from "./marking/list";
import { MarksPage } from "./marking/marks";

const script = (document.currentScript as HTMLScriptElement | null)?.getAttribute("src") ?? "";
const box = document.querySelector<HTMLElement>("[data-marking]");
// A browser that keeps nothing sends forms as they are.
if (box && globalThis.indexedDB) void (box.dataset.entry ? new MarksPage(box) : new ListPage(box, script)).start();

export {};
