// What a judge's pages show of the sheets that are kept on the phone: how many, how far each has come, and what can be
// done with one that the server didn't take.

import { Refused } from "../offline/ask";
import { Courier } from "../offline/courier";
import { EXPIRED, onlyHere, sendAll, waits } from "./queue";
import { type Sheet, drop, keep, sheetsOf } from "./store";

/** What the next page says, once. */
const SAID = "langqiao-said";
/** What app.ts asks about before somebody signs out: how much is left, in words. */
const UNSENT = "langqiao-unsent";

/** What was handed in from this tab, and when: a page that was made before the sheet arrived doesn't know of it. */
const TAKEN = "langqiao-taken";
/** Milliseconds for which that is remembered: by then every page knows. */
const REMEMBERED = 120_000;

/** Refusals that the same sheet would meet again. */
const NEVER_AGAIN = ["sheet-changed", "handed-in-elsewhere"];

export class Kept {
  readonly owner: string;
  readonly seat: number;
  readonly route: string;
  readonly courier: Courier;
  /** Handed in a moment ago, by route and venue. */
  private readonly taken = new Map<string, number>(JSON.parse(sessionStorage.getItem(TAKEN) ?? "[]") as [string, number][]);

  /** `redraw` is called whenever something has changed. */
  constructor(
    readonly box: HTMLElement,
    private readonly redraw: () => Promise<void>,
  ) {
    this.owner = box.dataset.owner ?? "";
    this.seat = Number(box.dataset.seat ?? 0);
    this.route = box.dataset.route ?? "";
    this.courier = new Courier(
      () => this.sendAll(),
      (why) => this.tellExpired(why),
    );
  }

  /** Says what the page before wanted to be said here. */
  open(): void {
    this.box.hidden = false;
    const said = sessionStorage.getItem(SAID);
    sessionStorage.removeItem(SAID);
    if (said) this.say(said);
    addEventListener("online", () => void this.courier.quietly());
    this.courier.onItsOwn(async () => (await sheetsOf(this.owner)).some((sheet) => waits(sheet) || !onlyHere(sheet)));
  }

  private async sendAll(): Promise<void> {
    try {
      await sendAll(this.owner, (sheet) => this.remember(sheet));
    } finally {
      await this.changed();
    }
  }

  private remember({ route, venue }: Sheet): void {
    this.taken.set(`${this.owner} ${route} ${venue}`, Date.now());
    sessionStorage.setItem(TAKEN, JSON.stringify([...this.taken]));
  }

  /** Whether the server took this venue's sheet a moment ago. */
  wasTaken(venue: string): boolean {
    const at = this.taken.get(`${this.owner} ${this.route} ${venue}`);
    return at !== undefined && Date.now() - at < REMEMBERED;
  }

  /** Draws anew what depends on what is kept, and notes how much a sign-out would leave behind. */
  async changed(): Promise<void> {
    const left = (await sheetsOf(this.owner)).filter(onlyHere).length;
    if (left > 0) localStorage.setItem(UNSENT, this.word("unsent", { n: left }));
    else localStorage.removeItem(UNSENT);
    await this.redraw();
  }

  /** A sentence of the page, with what it mentions. */
  word(name: string, parts: Record<string, string | number> = {}): string {
    let text = this.sentence(`[data-sentence="${name}"]`) ?? "";
    for (const [part, value] of Object.entries(parts)) text = text.replace(`[${part}]`, String(value));
    return text;
  }

  find<T extends HTMLElement>(what: string): T | null {
    return this.box.querySelector<T>(what);
  }

  tell(name: string): void {
    this.say(this.word(name));
  }

  say(text: string): void {
    const said = this.find("[data-judging-said]");
    if (!said) return;
    said.hidden = text === "";
    const way = this.find("[data-judging-enter]");
    if (way) way.hidden = true;
    const words = said.querySelector("[data-words]");
    if (words) words.textContent = text;
  }

  /** Says that who typed this must sign in before it can be sent, and where. */
  private tellExpired(why: Refused): void {
    this.tell(why.code === "other-judge" ? "other" : "sign-in");
    const way = this.find("[data-judging-enter]");
    if (way) way.hidden = false;
  }

  /** Says something on the page that comes next. */
  sayNext(text: string): void {
    sessionStorage.setItem(SAID, text);
  }

  /** Work that somebody waits for at a button. */
  async touched(button: HTMLElement | null, work: () => Promise<void>): Promise<void> {
    button?.setAttribute("aria-busy", "true");
    try {
      await work();
    } catch (error) {
      if (error instanceof Refused && error.status === EXPIRED) this.tellExpired(error);
      else this.tell("failed");
    } finally {
      button?.removeAttribute("aria-busy");
    }
  }

  /** How far a sheet has come, in words. */
  stateOf(sheet: Sheet): string {
    return this.word(`is-${sheet.state}`);
  }

  /** Lists sheets with what was typed in them and what can be done; `fill` puts one into the page's form. */
  list(sheets: Sheet[], fill?: (sheet: Sheet) => void): void {
    const list = this.find("[data-judging-list]");
    const template = this.find<HTMLTemplateElement>("template[data-judging-item]");
    if (!list || !template) return;
    // An item that stands there already stays as it is: somebody may be reading it.
    const shown = new Map([...list.children].map((item) => [(item as HTMLElement).dataset.of, item]));
    list.replaceChildren(
      ...sheets.map((sheet) => {
        const of = `${sheet.venue} ${sheet.sheet} ${sheet.seen} ${sheet.changed} ${sheet.state}`;
        return shown.get(of) ?? this.item(template, of, sheet, fill);
      }),
    );
  }

  private item(template: HTMLTemplateElement, of: string, sheet: Sheet, fill?: (sheet: Sheet) => void): HTMLElement {
    const drawn = document.importNode(template.content, true).firstElementChild as HTMLElement;
    drawn.dataset.of = of;
    const part = <T extends HTMLElement>(what: string) => drawn.querySelector<T>(what);
    const put = (what: string, text: string) => {
      const at = part(what);
      if (at) [at.textContent, at.hidden] = [text, text === ""];
    };
    put("[data-name]", sheet.name);
    put("[data-state]", this.stateOf(sheet));
    put("[data-said]", sheet.state === "refused" ? sheet.said : "");
    put("[data-advice]", sheet.state === "refused" ? this.advice(sheet.code) : "");
    const typed = part<HTMLTextAreaElement>("[data-typed]");
    const text = asText(sheet);
    if (typed) [typed.value, typed.rows] = [text, text.split("\n").length + 1];
    part<HTMLAnchorElement>("[data-open]")?.setAttribute("href", `/scoring/${sheet.route}/${sheet.venue}`);
    const on = (what: string, wanted: boolean, does: (button: HTMLButtonElement) => void) => {
      const button = part<HTMLButtonElement>(what);
      if (!button) return;
      button.hidden = !wanted;
      button.addEventListener("click", () => does(button));
    };
    on("[data-copy]", navigator.clipboard !== undefined, () => {
      void navigator.clipboard.writeText(text).then(() => put("[data-copied]", this.word("copied")));
    });
    const again = sheet.state === "refused" && !NEVER_AGAIN.includes(sheet.code);
    on("[data-again]", again, (button) => void this.touched(button, () => this.again(sheet)));
    on("[data-fill]", fill !== undefined && sheet.sheet === Number(this.box.dataset.sheet), () => fill?.(sheet));
    on("[data-drop]", true, (button) => {
      // What is let go is gone: the first touch asks.
      if (button.dataset.sure) void drop(sheet).then(() => this.changed());
      [button.dataset.sure, button.textContent] = ["1", this.word("sure")];
    });
    return drawn;
  }

  /** What to do about a refusal. */
  private advice(code: string): string {
    return this.sentence(`[data-advice-for="${CSS.escape(code)}"]`) ?? this.sentence('[data-advice-for=""]') ?? "";
  }

  /** One of the sentences that came with the page. */
  private sentence(which: string): string | undefined {
    const all = this.find<HTMLTemplateElement>("template[data-sentences]");
    return all?.content.querySelector(which)?.textContent ?? undefined;
  }

  private async again(sheet: Sheet): Promise<void> {
    await keep({ ...sheet, state: "ready" });
    await this.courier.bring();
  }
}

/** What was typed, to be read and copied. */
function asText({ name, items, reason }: Sheet): string {
  const lines = items.map(({ label, mark, words }) => [label, mark, words].filter(Boolean).join(" "));
  return [name, ...lines, reason].filter(Boolean).join("\n");
}
