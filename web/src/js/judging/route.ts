// The page of a route, and of all that a judge has: gets the phone ready for the road, says how far each sheet has come,
// and brings what waits.

import { JUDGING, canKeep, hasAll, hasWorker, isPersisted, keepPages } from "../offline/pages";
import { showLights } from "../offline/lights";
import { Kept } from "./kept";
import { onlyHere, waits } from "./queue";
import { type Sheet, keepReady, readyOf, sheetsOf } from "./store";

/** Milliseconds after which the pages are fetched anew when the route is opened: records go on being counted. */
const OLD = 12 * 60 * 60 * 1000;

export class RoutePage {
  private readonly kept: Kept;
  private readonly paths: string[];
  private readonly stops: string;

  constructor(
    private readonly box: HTMLElement,
    script: string,
  ) {
    this.kept = new Kept(box, () => this.show());
    const own = [...document.querySelectorAll<HTMLElement>("[data-stop]")].map((stop) => stop.dataset.stop ?? "");
    this.stops = own.join(" ");
    const sheets = own.map((venue) => `/scoring/${this.kept.route}/${venue}`);
    this.paths = ["/scoring", `/scoring/${this.kept.route}`, ...sheets, script];
  }

  async start(): Promise<void> {
    const { kept } = this;
    kept.open();
    kept.find("[data-judging-bring]")?.addEventListener("click", (event) => {
      void kept.touched(event.currentTarget as HTMLElement, () => kept.courier.bring());
    });
    kept.find("[data-judging-prepare]")?.addEventListener("click", (event) => {
      void kept.touched(event.currentTarget as HTMLElement, () => this.prepare());
    });
    await kept.changed();
    if (!navigator.onLine) return;
    await kept.courier.quietly();
    await kept.courier.quietly(() => this.prepareIfOld());
  }

  /** Whether there is something to get ready: a route that is still to be scored. */
  private get open(): boolean {
    return this.kept.route !== "" && this.box.dataset.open !== undefined && canKeep();
  }

  /** Keeps everything that a day without a network needs. */
  private async prepare(): Promise<void> {
    const { owner, route } = this.kept;
    await navigator.storage?.persist?.();
    await keepPages(JUDGING, this.paths);
    await keepReady({ owner, route, sheet: Number(this.box.dataset.sheet), stops: this.stops, at: Date.now() });
    await this.show();
  }

  private async prepareIfOld(): Promise<void> {
    if (!this.open) return;
    const ready = await readyOf(this.kept.owner, this.kept.route);
    const old = !ready || Date.now() - ready.at > OLD || !(await this.isCurrent()) || !(await hasAll(JUDGING, this.paths));
    if (old) await this.prepare();
  }

  /** Whether what is kept is for the sheet and the venues that this page tells of. */
  private async isCurrent(): Promise<boolean> {
    const ready = await readyOf(this.kept.owner, this.kept.route);
    return ready?.sheet === Number(this.box.dataset.sheet) && ready.stops === this.stops;
  }

  private async show(): Promise<void> {
    const { kept } = this;
    const sheets = await sheetsOf(kept.owner, kept.route || undefined);
    kept.list(sheets.filter((sheet) => (kept.route ? sheet.state === "refused" : onlyHere(sheet))));
    const waiting = sheets.filter(waits).length;
    this.box.dataset.left = String(waiting);
    const queue = kept.find("[data-judging-queue]");
    if (queue) queue.textContent = waiting > 0 ? kept.word("queued", { n: waiting }) : kept.word("none-queued");
    const bring = kept.find("[data-judging-bring]");
    if (bring) bring.hidden = waiting === 0;
    this.showStops(sheets);
    if (this.open) await this.showLights();
    else if (kept.find("[data-light]")) kept.find("[data-judging-state]")?.replaceChildren(kept.word("insecure"));
  }

  /** Says at each venue what the phone knows of its sheet. */
  private showStops(sheets: Sheet[]): void {
    for (const stop of document.querySelectorAll<HTMLElement>("[data-stop]")) {
      const venue = stop.dataset.stop ?? "";
      const own = sheets.filter((sheet) => sheet.venue === venue);
      const told = own.find(onlyHere) ?? own[0];
      const text = told ? this.kept.stateOf(told) : this.kept.wasTaken(venue) ? this.kept.word("is-sent") : "";
      const at = stop.querySelector<HTMLElement>("[data-here]");
      if (at) [at.textContent, at.hidden] = [text, text === ""];
      const server = stop.querySelector<HTMLElement>("[data-there]");
      if (server) server.hidden = text !== "";
    }
  }

  private async showLights(): Promise<void> {
    const lights = {
      pages: (await hasAll(JUDGING, this.paths)) && (await hasWorker()),
      sheet: await this.isCurrent(),
      storage: await isPersisted(),
    };
    const ready = showLights(this.box, lights, ["pages", "sheet"]);
    const state = this.kept.find("[data-judging-state]");
    if (state) state.textContent = this.kept.word(ready);
    const prepare = this.kept.find("[data-judging-prepare]");
    if (prepare) prepare.hidden = false;
  }
}
