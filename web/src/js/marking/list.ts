// The list of those whom a judge scores: gets the phone ready to do without a network, says at each how its marks stand,
// and brings what waits.

import { Refused } from "../offline/ask";
import { JUDGING, canKeep, hasAll, hasWorker, keepPages } from "../offline/pages";
import { MarkingPage } from "./page";
import { marksOf } from "./store";

export class ListPage {
  private readonly page: MarkingPage;
  private readonly paths: string[];

  constructor(
    private readonly box: HTMLElement,
    script: string,
  ) {
    this.page = new MarkingPage(box, () => this.show());
    const rows = [...document.querySelectorAll<HTMLElement>("[data-marked]")];
    this.paths = [this.page.at, ...rows.map((row) => `${this.page.at}/${row.dataset.marked}`), script];
  }

  async start(): Promise<void> {
    this.page.find("[data-marking-bring]")?.addEventListener("click", () => {
      this.page.say("");
      void this.page.courier.bring().catch((why) => {
        this.page.say(this.page.word(why instanceof Refused ? "closed" : "failed"));
      });
    });
    await this.page.open();
    if (!navigator.onLine) return;
    await this.page.bring();
    await this.page.courier.quietly(() => this.prepare());
    await this.show();
  }

  /** Keeps the pages that are not kept yet; those that are, are kept anew when they are opened. */
  private async prepare(): Promise<void> {
    if (this.box.dataset.open === undefined || !canKeep()) return;
    await navigator.storage?.persist?.();
    const missing = [];
    for (const path of this.paths) if (!(await hasAll(JUDGING, [path]))) missing.push(path);
    // Of the list there may be one from before somebody entered.
    await keepPages(JUDGING, [...new Set([this.page.at, ...missing])]);
  }

  private async show(): Promise<void> {
    const { page } = this;
    const kept = await marksOf(page.owner);
    for (const row of document.querySelectorAll<HTMLElement>("[data-marked]")) {
      const of = kept.find(({ entry }) => entry === row.dataset.marked);
      const here = row.querySelector<HTMLElement>("[data-here]");
      const sent = page.wasSent(row.dataset.marked ?? "") ? page.word("is-sent") : "";
      const text = of ? page.stateOf(of.state) : sent;
      if (here) [here.textContent, here.hidden] = [text, text === ""];
    }
    const waiting = await page.noteWaiting();
    this.box.dataset.left = String(waiting);
    const queue = page.find("[data-marking-queue]");
    if (queue) [queue.textContent, queue.hidden] = [page.word("queued", { n: waiting }), waiting === 0];
    const bring = page.find("[data-marking-bring]");
    if (bring) bring.hidden = waiting === 0;
    await this.showReady();
  }

  private async showReady(): Promise<void> {
    if (this.box.dataset.open === undefined) return;
    const ready = !canKeep() ? "insecure" : (await hasAll(JUDGING, this.paths)) && (await hasWorker()) ? "good" : "bad";
    this.box.dataset.ready = ready;
    const state = this.page.find("[data-marking-state]");
    if (state) state.textContent = this.page.word(ready);
  }
}
