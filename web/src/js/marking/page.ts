// What both pages of a judge share: where they are, whose seat it is, and what they can say.

import { Courier } from "../offline/courier";
import { sendAll } from "./send";
import { type State, marksOf } from "./store";

/** What app.ts asks about before somebody signs out, of this seat: how much is left, in words. */
const UNSENT = "langqiao-unsent-marks";
/** What the next page says, once. */
const SAID = "langqiao-marking-said";
/** What was sent from this tab, and when: a page that was made before it arrived doesn't know of it. */
const SENT = "langqiao-marking-sent";
/** Milliseconds for which that is remembered: by then every page knows. */
const REMEMBERED = 120_000;

export class MarkingPage {
  readonly owner: string;
  /** The address of the judge's list. */
  readonly at: string;
  readonly courier: Courier;
  /** Sent a moment ago, by seat and entry. */
  private readonly sent = new Map<string, number>(JSON.parse(sessionStorage.getItem(SENT) ?? "[]") as [string, number][]);

  /** `redraw` is called whenever something may have changed. */
  constructor(
    readonly box: HTMLElement,
    private readonly redraw: () => Promise<void>,
  ) {
    this.owner = box.dataset.owner ?? "";
    this.at = box.dataset.at ?? "";
    this.courier = new Courier(
      () => this.sendAll(),
      () => this.say(this.word("closed")),
    );
  }

  async open(): Promise<void> {
    this.box.hidden = false;
    const said = sessionStorage.getItem(SAID);
    sessionStorage.removeItem(SAID);
    if (said) this.say(said);
    addEventListener("online", () => void this.bring());
    this.courier.onItsOwn(async () => (await this.waiting()) > 0);
    await this.redraw();
  }

  /** Brings what waits, where nobody waits for it. */
  async bring(): Promise<void> {
    if ((await this.waiting()) === 0) return;
    await this.courier.quietly();
  }

  private async sendAll(): Promise<void> {
    let some = false;
    try {
      await sendAll(this.at, this.owner, ({ entry }) => {
        some = true;
        this.remember(entry);
      });
      if (some && (await this.waiting()) === 0) this.say(this.word("all-sent"));
    } finally {
      await this.redraw();
    }
  }

  private remember(entry: string): void {
    this.sent.set(`${this.owner} ${entry}`, Date.now());
    sessionStorage.setItem(SENT, JSON.stringify([...this.sent]));
  }

  /** Whether the server took this entry's marks a moment ago. */
  wasSent(entry: string): boolean {
    const at = this.sent.get(`${this.owner} ${entry}`);
    return at !== undefined && Date.now() - at < REMEMBERED;
  }

  async waiting(): Promise<number> {
    return (await marksOf(this.owner)).filter(({ state }) => state === "ready").length;
  }

  /** Notes how much a sign-out would leave behind, and gives it. */
  async noteWaiting(): Promise<number> {
    const [waiting, name] = [await this.waiting(), `${UNSENT}-${this.owner}`];
    if (waiting > 0) localStorage.setItem(name, this.word("unsent", { n: waiting }));
    else localStorage.removeItem(name);
    return waiting;
  }

  find<T extends HTMLElement>(what: string): T | null {
    return this.box.querySelector<T>(what);
  }

  /** A sentence of the page, with what it mentions. */
  word(name: string, parts: Record<string, string | number> = {}): string {
    const all = this.find<HTMLTemplateElement>("template[data-sentences]");
    let text = all?.content.querySelector(`[data-sentence="${name}"]`)?.textContent ?? "";
    for (const [part, value] of Object.entries(parts)) text = text.replace(`[${part}]`, String(value));
    return text;
  }

  stateOf(state: State): string {
    return this.word(`is-${state}`);
  }

  say(text: string): void {
    const said = this.find("[data-marking-said]");
    if (!said) return;
    said.hidden = text === "";
    const words = said.querySelector("[data-words]");
    if (words) words.textContent = text;
  }

  /** Says something on the page that comes next. */
  sayNext(text: string): void {
    sessionStorage.setItem(SAID, text);
  }
}
