// The page on which a judge scores one: what is typed is kept at once, and what is saved without a network waits.

import { NoNetwork, Refused } from "../offline/ask";
import { JUDGING, canKeep, hasAll } from "../offline/pages";
import { untilBroken } from "../offline/shelf";
import { MarkingPage } from "./page";
import { letGo, post } from "./send";
import { type Marks, type State, drop, keep, marksOf, note } from "./store";

export class MarksPage {
  private page: MarkingPage;
  private readonly entry: string;
  private form: HTMLFormElement | null = null;
  /** Done when the form has what this phone keeps of it; nothing is kept before, lest it take the place of that. */
  private taken: Promise<void> = Promise.resolve();

  constructor(private readonly box: HTMLElement) {
    this.page = new MarkingPage(box, () => this.show());
    this.entry = box.dataset.entry ?? "";
  }

  /** `wrong`: the page came back with what is wrong in it, and has what was typed. */
  async start(wrong = false): Promise<void> {
    this.form = document.querySelector<HTMLFormElement>("form#marks");
    if (!wrong) this.taken = this.take();
    // Where nothing can be kept the form is sent as forms are.
    if (this.form) this.listen(this.form, untilBroken(this.taken));
    await this.taken;
    await this.page.open();
    if (navigator.onLine && !wrong) await this.page.bring();
  }

  private async own(): Promise<Marks | undefined> {
    return (await marksOf(this.page.owner)).find(({ entry }) => entry === this.entry);
  }

  private get inputs(): HTMLInputElement[] {
    return [...(this.form?.querySelectorAll<HTMLInputElement>("input:not([type=hidden])") ?? [])];
  }

  /** Puts what this phone keeps into the fields that nobody has typed into since. */
  private async take(): Promise<void> {
    const own = await this.own();
    const untouched = this.inputs.filter(({ value, defaultValue }) => value === defaultValue);
    for (const input of untouched) input.value = own?.fields[input.name] ?? input.value;
  }

  private async keep(state: State): Promise<Marks> {
    await this.taken;
    const fields = Object.fromEntries(this.inputs.map(({ name, value }) => [name, value]));
    const { owner } = this.page;
    return keep({ owner, entry: this.entry, name: this.box.dataset.name ?? "", fields, state, said: "" });
  }

  private listen(form: HTMLFormElement, signal: AbortSignal): void {
    form.addEventListener("input", () => void this.keep("typed").then(() => this.show()), { signal });
    const send = (event: SubmitEvent) => {
      event.preventDefault();
      const button = event.submitter;
      if (button?.hasAttribute("aria-busy")) return;
      button?.setAttribute("aria-busy", "true");
      void this.save(form).finally(() => button?.removeAttribute("aria-busy"));
    };
    form.addEventListener("submit", send, { signal });
  }

  private async save(form: HTMLFormElement): Promise<void> {
    const { page } = this;
    const marks = await this.keep("ready");
    page.say("");
    try {
      const fields = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
      const answer = await post(form.getAttribute("action") ?? location.pathname, fields);
      if (answer) return await this.tellWrong(answer, marks);
      await letGo(page.at, marks);
      page.sayNext(page.word("saved", { name: this.box.dataset.name ?? "" }));
      location.assign(page.at);
    } catch (error) {
      if (error instanceof Refused) {
        page.say(page.word("closed"));
        return this.show();
      }
      if (!(error instanceof NoNetwork)) throw error;
      await this.leave(page.word("kept-here", { name: this.box.dataset.name ?? "" }));
    }
  }

  /** To the list, which says that the marks wait; here, where it can't be opened. */
  private async leave(said: string): Promise<void> {
    await this.show();
    if (canKeep() && (await hasAll(JUDGING, [this.page.at]))) {
      this.page.sayNext(said);
      location.assign(this.page.at);
    } else this.page.say(said);
  }

  /** Shows the page that came back, with what is wrong at its fields. */
  private async tellWrong(answer: Document, marks: Marks): Promise<void> {
    await note(marks, { state: "typed" });
    const [main, came] = [document.querySelector("main"), answer.querySelector("main")];
    const box = came?.querySelector<HTMLElement>("[data-marking]");
    if (!main || !came || !box) return;
    main.replaceChildren(...came.childNodes);
    await new MarksPage(box).start(true);
    document.querySelector<HTMLElement>("main [role=alert]")?.focus();
  }

  private async show(): Promise<void> {
    await this.page.noteWaiting();
    const own = await this.own();
    const at = document.querySelector("[data-marking-typed]");
    const text = own ? [this.page.stateOf(own.state), own.said].filter(Boolean).join(" ") : "";
    if (at && at.textContent !== text) at.textContent = text;
    const away = this.page.find("[data-marking-drop]");
    if (!away) return;
    away.hidden = own?.state !== "refused";
    away.onclick = () => void (own && drop(own).then(() => location.reload()));
  }
}
