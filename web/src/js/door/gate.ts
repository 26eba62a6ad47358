// The phone as a gate: it gets ready while there is a network, decides by itself when there is none, and brings what
// it scanned as soon as there is one again.

import { Refused, ask } from "../offline/ask";
import { Courier } from "../offline/courier";
import { showLights } from "../offline/lights";
import { DOOR, canKeep, hasAll, hasWorker, isPersisted, keepPages } from "../offline/pages";
import { Bringer } from "./bring";
import { readCode } from "./code";
import { bytes, fromBase64url, ticketOf } from "./key";
import { type Entry, entriesOf, note } from "./log";
import { type Decision, type Direction, type Facts, type Rules, decide, hours } from "./rules";
import * as store from "./store";
import { noteUnsent } from "./unsent";

declare const DECODER: string;

interface Person {
  ticket: string;
  name: string;
  role: "attendee" | "volunteer";
  state: string;
  renewed?: boolean;
  came?: number;
  left?: number;
}

interface Roster {
  device: string;
  activity: string;
  status: string;
  starts_at: number;
  ends_at: number;
  issued_at: number;
  expires_at: number;
  rules: Rules;
  people: Person[];
}

/** What the phone says of a scan: its reason, whose code it is, and when they were scanned before. */
export interface Told {
  reason: string;
  person?: Person;
  before?: number;
}

/** How far off a clock may be without mattering. */
const NEAR = 30_000;
/** Milliseconds between two rosters. */
const REFRESH = 60_000;

/** The time of day in the county, with the seconds where many come in a minute. */
function clock(at: number, seconds = false): string {
  const parts = { hour: "numeric", minute: "2-digit", second: seconds ? "2-digit" : undefined } as const;
  return new Intl.DateTimeFormat("zh-CN", { ...parts, hour12: false, timeZone: "Asia/Shanghai" }).format(at);
}

export class Door {
  private readonly activity: string;
  private readonly org: string;
  private gate: store.Gate | undefined;
  private roster: Roster | undefined;
  private people = new Map<string, Person>();
  private readonly bringer: Bringer;
  private readonly courier = new Courier(
    () => this.bringAll(),
    () => this.say(this.box.dataset.signIn ?? ""),
  );

  constructor(
    private readonly box: HTMLElement,
    private readonly script: string,
  ) {
    this.activity = box.dataset.gate ?? "";
    this.org = box.dataset.api?.split("/")[4] ?? "";
    const here = { org: this.org, activity: this.activity, api: box.dataset.api ?? "" };
    this.bringer = new Bringer(here, (gate) => this.revoked(gate));
    box.hidden = false;
    this.find("[data-gate-log]")?.addEventListener("toggle", () => void this.showLog());
    box.addEventListener("click", (event) => {
      const button = (event.target as Element).closest("button");
      if (!button) return;
      const claim = button.dataset.claim;
      if (claim) void this.touched(button, () => this.claim(claim));
      else if ("gatePrepare" in button.dataset) void this.touched(button, () => this.prepare());
      else if ("gateBring" in button.dataset) void this.touched(button, () => this.courier.bring());
    });
  }

  /** Whether this phone is a gate, so that it can take a scan that the server can't be asked about. */
  get ready(): boolean {
    return this.gate !== undefined;
  }

  async start(): Promise<void> {
    if (!globalThis.crypto?.subtle || !canKeep()) {
      this.say(this.box.dataset.insecure ?? "");
      this.find("[data-gate-free]")?.remove();
      return;
    }
    await this.load();
    await this.show();
    addEventListener("online", () => void this.refresh());
    setInterval(() => void this.refresh(), REFRESH);
    // What other doors have left goes along when the roster is asked for.
    const here = (scan: store.Scan) => scan.activity === this.activity;
    this.courier.onItsOwn(async () => this.gate !== undefined && (await this.unsent()).some(here));
    if (!this.gate) return;
    await this.refresh();
    await this.followUpdate();
    await this.show();
  }

  /** What is kept on the phone, as if the page had just been opened. */
  private async load(): Promise<void> {
    this.gate = await store.gateOf(this.org, this.activity);
    const kept = await store.rosterOf(this.activity);
    this.roster = kept && this.gate?.id === kept.gate ? await this.believed(kept) : undefined;
    this.people = new Map(this.roster?.people.map((person) => [person.ticket, { ...person }]));
    for (const scan of await store.scansOf(this.activity)) this.pass(scan);
    await this.passHeard();
  }

  /** Whom the server let through here since the roster was written: it doesn't say so yet. */
  private async passHeard(): Promise<void> {
    const roster = this.roster;
    if (!roster) return;
    const since = roster.issued_at + (this.gate?.ahead ?? 0) - NEAR;
    for (const entry of (await entriesOf(this.activity).catch(() => [])).reverse()) {
      if (entry.live && entry.tone === "ok" && entry.at > since) this.letThrough(entry.ticket, entry.direction, entry.at);
    }
  }

  private letThrough(ticket: string | null, direction: Direction, at: number): void {
    this.pass({ ticket, outcome: "accepted", direction, scanned_at: at });
  }

  /** A roster is believed when this phone's key signed it, for this activity. */
  private async believed(kept: store.KeptRoster): Promise<Roster | undefined> {
    if (!this.gate) return undefined;
    const right = await crypto.subtle.verify("HMAC", this.gate.key, fromBase64url(kept.signature), bytes(kept.text));
    const roster = right ? (JSON.parse(kept.text) as Roster) : undefined;
    return roster?.activity === this.activity && roster.device === this.gate.id ? roster : undefined;
  }

  /** Notes who came and left by a scan of this phone, answered by itself or by the server. */
  private pass(scan: Pick<store.Scan, "ticket" | "outcome" | "direction" | "scanned_at">): void {
    const person = scan.ticket ? this.people.get(scan.ticket) : undefined;
    if (!person || scan.outcome !== "accepted") return;
    if (scan.direction === "in") person.came ??= scan.scanned_at;
    else person.left ??= scan.scanned_at;
  }

  private get fresh(): boolean {
    return this.roster !== undefined && this.now() < this.roster.expires_at;
  }

  /** The time, by a clock set right as far as this phone knows. */
  private now(): number {
    const ahead = this.gate?.ahead ?? 0;
    return Date.now() - (Math.abs(ahead) > NEAR ? ahead : 0);
  }

  /** Takes a scan without the server: decides, and keeps it. */
  async scan(text: string, direction: Direction, nonce: string | null): Promise<Told> {
    const gate = this.gate;
    if (!gate) throw new Error("no gate");
    const code = readCode(text);
    const ticket = await ticketOf(gate.key, code);
    const person = ticket ? this.people.get(ticket) : undefined;
    const before = direction === "in" ? (person?.left ?? person?.came) : person?.left;
    const decision = this.fresh ? this.decide(code, person, direction) : undefined;
    const mark = `${gate.id} ${Date.now()} ${Math.random().toString(36).slice(2)}`;
    const scan = await store.keepScan(gate.id, {
      activity: this.activity,
      mark,
      text: code ?? "?",
      ticket,
      direction,
      scanned_at: Date.now(),
      ahead: gate.ahead,
      told: decision?.reason ?? null,
      outcome: decision?.outcome ?? null,
      nonce,
      sent: null,
    });
    this.pass(scan);
    const told = decision?.reason ?? "noted";
    await this.look({ mark, code: code ?? "?", ticket, direction, told, said: null, tone: null, live: false });
    void this.showQueue();
    return { reason: decision?.reason ?? "noted", person: decision && person, before };
  }

  /** Notes a scan that the server answered at once, in its words; and whom it let through, for when it can't be asked. */
  async heard(text: string, direction: Direction, answer: Element | null): Promise<void> {
    const gate = this.gate;
    const said = answer?.querySelector(".scan-headline")?.textContent?.trim();
    if (!gate || !said) return;
    const code = readCode(text);
    const ticket = await ticketOf(gate.key, code);
    const tone = ["ok", "warn", "error"].find((tone) => answer?.classList.contains(`scan-${tone}`)) ?? null;
    if (tone === "ok") this.letThrough(ticket, direction, Date.now());
    await this.look({ mark: "", code: code ?? "?", ticket, direction, told: null, said, tone, live: true });
    await this.showLog();
  }

  /** Keeps what can be looked back at. A phone that can't keep it goes on scanning. */
  private async look(entry: Omit<Entry, "activity" | "at">): Promise<void> {
    await note({ ...entry, activity: this.activity, at: Date.now() }).catch(() => undefined);
  }

  private decide(code: string | null, person: Person | undefined, direction: Direction): Decision | undefined {
    const roster = this.roster;
    if (!roster) return undefined;
    const yes = (truth: unknown) => (truth ? "yes" : "no");
    const facts: Facts = {
      ticket: person ? "here" : code ? "none" : "unreadable",
      activity: roster.status,
      state: person?.state ?? "",
      renewed: yes(person?.renewed),
      direction,
      scanned_in: yes(person?.came),
      scanned_out: yes(person?.left),
      hours: hours(roster.rules, direction, roster.starts_at, roster.ends_at, this.now()),
      device: this.gate?.revoked ? "revoked" : "good",
      person: "none",
    };
    return decide(roster.rules, facts);
  }

  /** This phone becomes a gate that an officer has registered. */
  private async claim(id: string): Promise<void> {
    interface Claimed {
      name: string;
      direction: Direction;
      everywhere: boolean;
      key: string;
    }
    const claimed = await ask<Claimed>(`${this.box.dataset.api}/${id}/claim`, { body: "{}" });
    const hmac = { name: "HMAC", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("raw", fromBase64url(claimed.key), hmac, false, ["sign", "verify"]);
    const { name, direction, everywhere } = claimed;
    const { org, activity } = this;
    this.gate = { id, org, activity, everywhere, name, direction, key, next: 0, ahead: null, revoked: false };
    await store.keepGate(this.gate);
    this.find("[data-gate-free]")?.remove();
    await this.prepare();
    // Where people leave, the page is the one for leaving.
    if (direction === "out") location.assign(`${this.box.dataset.page}?direction=out`);
  }

  /** Everything that a day without a network needs, in one touch. */
  private async prepare(): Promise<void> {
    await navigator.storage?.persist?.();
    await this.keepFiles();
    await this.fetchRoster();
    await this.show();
  }

  private keepFiles(): Promise<void> {
    const page = this.box.dataset.page ?? location.pathname;
    return keepPages(DOOR, [page, `${page}?direction=in`, `${page}?direction=out`, this.script, DECODER]);
  }

  /** After an update of the house the page asks for other files than those that were kept. */
  private async followUpdate(): Promise<void> {
    if (!navigator.onLine || (await hasAll(DOOR, [this.script, DECODER]))) return;
    await this.courier.quietly(() => this.keepFiles());
  }

  private async fetchRoster(): Promise<void> {
    const gate = this.gate;
    if (!gate || gate.revoked) return;
    const asked = Date.now();
    const queued = (await this.unsent()).filter((scan) => scan.gate === gate.id).length;
    const path = `${this.box.dataset.api}/${gate.id}/roster?queued=${queued}`;
    const signed = await ask<{ roster: string; signature: string }>(path);
    const kept = { activity: this.activity, gate: gate.id, text: signed.roster, signature: signed.signature };
    const roster = await this.believed(kept);
    if (!roster) throw new Error("a roster of somebody else's");
    // Half of the way there and back.
    await this.setClock((asked + Date.now()) / 2 - roster.issued_at);
    await store.keepRoster(kept, asked);
    await this.load();
  }

  private async setClock(ahead: number): Promise<void> {
    if (this.gate) this.gate = await store.noteGate(this.gate.id, { ahead: Math.round(ahead) });
  }

  private unsent(): Promise<store.Scan[]> {
    return this.bringer.unsent();
  }

  /** Brings every scan that the server doesn't have, in parts: this door's first. */
  private async bringAll(): Promise<void> {
    const some = (await this.unsent()).some((scan) => scan.activity === this.activity);
    try {
      await this.bringer.bringOf(this.activity);
      // The figures of the page count what was brought at once, not with their next turn.
      if (some) document.body.dispatchEvent(new Event("checkin-scanned"));
      await this.fetchRoster();
      await this.bringer.bringOthers();
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== "gate-revoked" || !this.gate) throw error;
      await this.revoked(this.gate);
    } finally {
      await this.show();
    }
  }

  private async revoked(gate: store.Gate): Promise<void> {
    const changed = await store.noteGate(gate.id, { revoked: true });
    if (this.gate?.id !== gate.id) return;
    this.gate = changed;
    this.roster = undefined;
    await store.dropRoster(this.activity);
  }

  /** While there is a network, the roster follows and nothing stays behind. */
  private async refresh(): Promise<void> {
    if (!this.gate || !navigator.onLine) return this.show();
    await this.courier.quietly();
  }

  private async touched(button: HTMLButtonElement, work: () => Promise<void>): Promise<void> {
    button.setAttribute("aria-busy", "true");
    try {
      await work();
    } catch (error) {
      await this.show();
      const expired = error instanceof Refused && error.status === 401;
      this.say((expired ? this.box.dataset.signIn : this.box.dataset.failed) ?? "");
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  private find(what: string): HTMLElement | null {
    return this.box.querySelector(what);
  }

  private say(what: string): void {
    const state = this.find("[data-gate-state]");
    if (state) state.textContent = what;
  }

  /** The lights: what is in order, and what is missing, in words. */
  async show(): Promise<void> {
    const page = this.box.dataset.page ?? "";
    const lights: Record<string, boolean> = {
      device: this.gate !== undefined && !this.gate.revoked,
      roster: this.fresh,
      page: (await hasAll(DOOR, [page])) && (await hasWorker()),
      decoder: await hasAll(DOOR, [this.script, DECODER]),
      storage: await isPersisted(),
      clock: this.gate?.ahead != null && Math.abs(this.gate.ahead) <= NEAR,
    };
    const ready = showLights(this.box, lights, ["device", "roster", "page", "decoder"]);
    const data = this.box.dataset;
    const state = this.gate?.revoked ? data.off : data[ready];
    const name = this.gate && !this.gate.revoked ? (data.named ?? "").replace("[name]", this.gate.name) : "";
    this.say(`${name}${state ?? ""}`);
    const prepare = this.find("[data-gate-prepare]");
    if (prepare) prepare.hidden = !this.gate || this.gate.revoked;
    const nobody = this.find("[data-gate-nobody]");
    if (nobody) nobody.hidden = this.gate !== undefined && !this.gate.revoked;
    if (this.gate && !this.gate.revoked) this.find("[data-gate-free]")?.setAttribute("hidden", "");
    await this.showQueue();
  }

  private async showQueue(): Promise<void> {
    await noteUnsent(this.box.dataset.unsent ?? "");
    if (!this.gate) return;
    const waiting = await this.unsent();
    const left = waiting.length;
    await this.showLog(waiting);
    const queue = this.find("[data-gate-queue]");
    const { queued, noneQueued } = this.box.dataset;
    if (queue) queue.textContent = (left > 0 ? queued?.replace("[n]", String(left)) : noneQueued) ?? "";
    this.box.dataset.left = String(left);
    const bring = this.find("[data-gate-bring]");
    if (bring) bring.hidden = left === 0;
  }

  /** What this phone has scanned, the latest first. */
  private async showLog(unsent?: store.Scan[]): Promise<void> {
    const box = this.find("[data-gate-log]") as HTMLDetailsElement | null;
    const list = box?.querySelector("[data-log-list]");
    const row = box?.querySelector<HTMLTemplateElement>("template[data-log-row]");
    if (!box || !list || !row || !this.gate) return;
    const entries = await entriesOf(this.activity).catch(() => []);
    const waiting = new Set((unsent ?? (await this.unsent())).map((scan) => scan.mark));
    const of = (entry: Entry) => (entry.live ? "live" : waiting.has(entry.mark) ? "waiting" : "sent");
    const left = entries.filter((entry) => of(entry) === "waiting").length;
    const count = box.querySelector("[data-log-count]");
    const words = (box.dataset.count ?? "").replace("[n]", String(entries.length)).replace("[left]", String(left));
    if (count) count.textContent = words;
    box.hidden = entries.length === 0;
    // Nobody looks at what is folded away, and an old phone has better things to do.
    if (!box.open) return list.replaceChildren();
    list.replaceChildren(...entries.map((entry) => this.row(row, entry, of(entry), box.dataset)));
  }

  private row(row: HTMLTemplateElement, entry: Entry, state: string, words: DOMStringMap): DocumentFragment {
    const drawn = document.importNode(row.content, true);
    const fill = (what: string, text: string) => {
      const part = drawn.querySelector(what);
      if (part) part.textContent = text;
    };
    const told = this.box.querySelector<HTMLTemplateElement>(`template[data-verdict="${entry.told}"]`)?.content;
    const answer = told?.querySelector(".scan-answer");
    const tone = entry.tone ?? ["ok", "warn", "error"].find((tone) => answer?.classList.contains(`scan-${tone}`));
    fill("[data-log-code]", entry.code === "?" ? (words.noCode ?? "?") : entry.code);
    fill("[data-log-name]", (entry.ticket && this.people.get(entry.ticket)?.name) || "");
    fill("[data-log-time]", clock(entry.at, true));
    fill("[data-log-direction]", (entry.direction === "in" ? words.in : words.out) ?? "");
    fill("[data-log-said]", entry.said ?? answer?.querySelector(".scan-headline")?.textContent ?? "");
    fill("[data-log-state]", words[state] ?? "");
    drawn.querySelector<HTMLElement>("[data-log-said]")?.setAttribute("data-tone", tone ?? "warn");
    drawn.querySelector<HTMLElement>("[data-log-state]")?.setAttribute("data-state", state);
    return drawn;
  }

  /** The answer as the server would draw it. */
  draw(told: Told): DocumentFragment {
    const template = this.box.querySelector<HTMLTemplateElement>(`template[data-verdict="${told.reason}"]`);
    const drawn = document.importNode(template?.content ?? document.createDocumentFragment(), true);
    const part = (what: string) => drawn.querySelector<HTMLElement>(what);
    const [who, name, before, time] = [part("[data-who]"), part("[data-name]"), part("[data-before]"), part("[data-time]")];
    if (told.person && who && name) {
      who.hidden = false;
      name.textContent = told.person.name;
      part(told.person.role === "volunteer" ? "[data-attendee]" : "[data-volunteer]")?.remove();
    }
    if (told.before && /already$/.test(told.reason) && before && time) {
      before.hidden = false;
      time.textContent = clock(told.before);
    }
    return drawn;
  }
}
