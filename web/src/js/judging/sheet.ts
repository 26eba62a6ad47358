// A sheet: keeps what is typed on the phone, checks it as the server does, and hands it in with a network or without.

import { JUDGING, canKeep, hasAll } from "../offline/pages";
import { NoNetwork, Refused } from "../offline/ask";
import { untilBroken } from "../offline/shelf";
import { isReason, wrong } from "./check";
import { Kept } from "./kept";
import { EXPIRED } from "./queue";
import { type Item, type Sheet, type State, drop, keep, sheetsOf } from "./store";

interface Asked {
  position: number;
  label: string;
  highest: number;
  /** What is said of a mark that can't be. */
  wrong: string;
  /** What is said where a low mark has no words, or too many. */
  words_wrong: string;
}

export class SheetPage {
  private readonly kept: Kept;
  private readonly asked: Asked[];
  private form: HTMLFormElement | null = null;
  /** Done when the form has what this phone keeps of it; nothing is kept before, lest it take the place of that. */
  private taken: Promise<void> = Promise.resolve();

  constructor(private readonly box: HTMLElement) {
    this.kept = new Kept(box, () => this.show());
    this.asked = JSON.parse(box.dataset.items ?? "[]") as Asked[];
  }

  async start(): Promise<void> {
    this.kept.open();
    this.onItsDay();
    this.form = document.querySelector<HTMLFormElement>("form#sheet");
    this.taken = this.take();
    // Where nothing can be kept the form is sent as forms are.
    if (this.form) this.listen(this.form, untilBroken(this.taken));
    await this.taken;
    await this.kept.changed();
    this.box.dataset.shown = "";
    if (navigator.onLine) await this.kept.courier.quietly();
  }

  /** A page that was kept the evening before has its form put away until the day of the route. */
  private onItsDay(): void {
    const later = document.querySelector<HTMLTemplateElement>("template[data-judging-later]");
    const today = new Date().toLocaleDateString("sv", { timeZone: "Asia/Shanghai" });
    if (!later || navigator.onLine || today < (later.dataset.judgingLater ?? "")) return;
    later.parentElement?.querySelector("[data-judging-early]")?.remove();
    later.replaceWith(document.importNode(later.content, true));
  }

  private async sheets(): Promise<Sheet[]> {
    const all = await sheetsOf(this.kept.owner, this.kept.route);
    return all.filter((sheet) => sheet.venue === this.box.dataset.venue);
  }

  private isOfThisForm({ sheet, seen }: Sheet): boolean {
    return sheet === Number(this.box.dataset.sheet) && seen === Number(this.box.dataset.seen);
  }

  private field(name: string): HTMLInputElement | null {
    return this.form?.querySelector<HTMLInputElement>(`[name="${name}"]`) ?? null;
  }

  /** The sheet as it stands in the form. */
  private filled(state: State): Omit<Sheet, "changed"> {
    const items: Item[] = this.asked.map(({ position, label }) => ({
      position,
      label,
      mark: this.field(`mark${position}`)?.value ?? "",
      words: this.field(`words${position}`)?.value ?? "",
    }));
    const { owner, seat, route } = this.kept;
    const { venue = "", name = "", sheet, seen } = this.box.dataset;
    const reason = this.field("reason")?.value ?? "";
    const of = { owner, seat, route, venue, name, sheet: Number(sheet), seen: Number(seen) };
    return { ...of, items, reason, state, code: "", said: "", number: 0 };
  }

  /** Puts what was typed into the form's fields: into all of them, or those that it may go into. */
  private fill({ items, reason }: Sheet, into: (field: HTMLInputElement) => boolean = () => true): void {
    const put = (name: string, value: string) => {
      const field = this.field(name);
      if (field && into(field)) field.value = value;
    };
    for (const { position, mark, words } of items) {
      put(`mark${position}`, mark);
      put(`words${position}`, words);
    }
    put("reason", reason);
  }

  /** What this phone has of the form's sheet. */
  private async take(): Promise<void> {
    const own = (await this.sheets()).find((sheet) => this.isOfThisForm(sheet));
    if (!own || !this.form) return;
    this.fill(own, ({ value, defaultValue }) => value === defaultValue);
    if (own.state !== "sent") return this.sayTyped(this.kept.stateOf(own));
    // The server has it, and the page that is kept here doesn't know: it is changed when there is a network again.
    this.kept.tell("sent-here");
    for (const field of this.form?.querySelectorAll<HTMLInputElement>("input, button") ?? []) field.disabled = true;
  }

  private listen(form: HTMLFormElement, signal: AbortSignal): void {
    form.addEventListener("input", () => void this.keepTyped(), { signal });
    const send = (event: SubmitEvent) => {
      event.preventDefault();
      const button = event.submitter as HTMLButtonElement | null;
      void this.kept.touched(button, () => this.send(button?.value === "draft"));
    };
    form.addEventListener("submit", send, { signal });
  }

  private async keepTyped(): Promise<void> {
    await this.taken;
    this.sayTyped(this.kept.word("is-typed"));
    await keep(this.filled("typed"));
    await this.kept.changed();
  }

  private sayTyped(text: string): void {
    const at = document.querySelector("[data-judging-typed]");
    if (at && at.textContent !== text) at.textContent = text;
  }

  private async send(draft: boolean): Promise<void> {
    await this.taken;
    if (!draft && this.complain()) return;
    this.kept.say("");
    await keep(this.filled(draft ? "draft" : "ready"));
    let reached = true;
    try {
      await this.kept.courier.bring();
    } catch (error) {
      // What is kept is kept; only whoever has to sign in anew is told so, here.
      if (error instanceof Refused && error.status === EXPIRED) throw error;
      if (!(error instanceof NoNetwork) && !(error instanceof Refused)) throw error;
      reached = false;
    }
    const own = (await this.sheets()).find((sheet) => this.isOfThisForm(sheet));
    if (own?.state === "refused") return this.sayTyped(this.kept.stateOf(own));
    const name = this.box.dataset.name ?? "";
    const said = !reached ? "kept-here" : draft ? "drafted" : "handed";
    await this.leave(this.kept.word(said, { name }), reached);
  }

  /** To the route, which says what happened; here, where it can't be opened. */
  private async leave(said: string, reached: boolean): Promise<void> {
    const route = `/scoring/${this.kept.route}`;
    if (reached || (canKeep() && (await hasAll(JUDGING, [route])))) {
      this.kept.sayNext(said);
      location.assign(route);
    } else {
      this.kept.say(said);
      this.sayTyped(said);
    }
  }

  /** Says at each field what is wrong with it; whether anything is. */
  private complain(): boolean {
    const { items, reason } = this.filled("typed");
    const found = new Map<string, string>();
    for (const { position, highest, wrong: said, words_wrong: words } of this.asked) {
      const item = items.find((one) => one.position === position);
      const what = item && wrong(item.mark, item.words, highest);
      if (what) found.set(`${what}${position}`, what === "mark" ? said : words);
    }
    if (this.field("reason") && !isReason(reason)) found.set("reason", this.kept.word("reason-wrong"));
    for (const field of this.form?.querySelectorAll<HTMLInputElement>("input:not([type=hidden])") ?? []) {
      this.mark(field, found.get(field.name));
    }
    this.kept.say("");
    this.list(found);
    return found.size > 0;
  }

  /** The summary above the form, as the server draws it: each line leads to its field. */
  private list(found: Map<string, string>): void {
    // One summary at a time: what the server said of another form on the page stands at its field.
    for (const old of document.querySelectorAll("[data-problems-found], .notice-error[autofocus]")) old.remove();
    const template = this.kept.find<HTMLTemplateElement>("template[data-problems]");
    if (!this.form || !template || found.size === 0) return;
    const box = document.importNode(template.content, true).firstElementChild as HTMLElement;
    box.dataset.problemsFound = "";
    const words = box.querySelector("[data-words]");
    if (words) words.textContent = this.kept.word("problems", { n: found.size });
    for (const [name, said] of found) {
      const way = document.createElement("a");
      way.href = `#${this.field(name)?.id ?? ""}`;
      way.textContent = said;
      const line = document.createElement("li");
      line.append(way);
      box.querySelector("ul")?.append(line);
    }
    this.form.before(box);
    box.focus();
  }

  /** Marks a field as the server does: the sentence before it, and tied to it. */
  private mark(field: HTMLInputElement, said: string | undefined): void {
    const id = `${field.id}-error`;
    document.getElementById(id)?.remove();
    const others = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((of) => of && of !== id);
    field.toggleAttribute("aria-invalid", false);
    if (said) {
      const template = this.kept.find<HTMLTemplateElement>("template[data-field-error]");
      const drawn = document.importNode(template?.content ?? document.createDocumentFragment(), true);
      const [line, text] = [drawn.firstElementChild, drawn.querySelector("[data-words]")];
      if (line) line.id = id;
      if (text) text.textContent = said;
      field.before(drawn);
      field.setAttribute("aria-invalid", "true");
      others.unshift(id);
    }
    if (others.length > 0) field.setAttribute("aria-describedby", others.join(" "));
  }

  /** Lists what was typed here for this venue and doesn't belong to the form as it is now, or was refused. */
  private async show(): Promise<void> {
    const sheets = await this.sheets();
    const other = sheets.filter((sheet) => !this.form || !this.isOfThisForm(sheet) || sheet.state === "refused");
    // A page that is newer than what was handed in knows of it.
    const [known, left] = [other.filter(({ state }) => state === "sent"), other.filter(({ state }) => state !== "sent")];
    for (const sheet of known) if (sheet.number <= Number(this.box.dataset.seen)) await drop(sheet);
    this.kept.list(left, this.form ? (sheet) => void this.putIn(sheet) : undefined);
  }

  /** What was typed for an earlier state of the same sheet goes into the form as it is now. */
  private async putIn(sheet: Sheet): Promise<void> {
    this.fill(sheet);
    await keep(this.filled("typed"));
    if (!this.isOfThisForm(sheet)) await drop(sheet);
    this.sayTyped(this.kept.word("is-typed"));
    await this.kept.changed();
    this.field(`mark${this.asked[0]?.position ?? 1}`)?.focus();
  }
}
