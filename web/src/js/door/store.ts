// What the phone keeps of its gate: who it is, the roster, and every scan until the server has it. The key can be
// used and not be read out.

import { Shelf, result } from "../offline/shelf";
import type { Direction } from "./rules";

/** The phone as a gate. */
export interface Gate {
  id: string;
  /** The organisation and activity in whose name it was taken over. */
  org: string;
  activity: string;
  everywhere: boolean;
  name: string;
  direction: Direction;
  key: CryptoKey;
  /** The number of the next scan. */
  next: number;
  /** By how many milliseconds this phone's clock was ahead of the server's when it last heard from it. */
  ahead: number | null;
  revoked: boolean;
}

export interface KeptRoster {
  activity: string;
  gate: string;
  text: string;
  signature: string;
}

/** A scan, until the server has it and says so in a roster. */
export interface Scan {
  gate: string;
  sequence: number;
  activity: string;
  text: string;
  ticket: string | null;
  direction: Direction;
  scanned_at: number;
  ahead: number | null;
  told: string | null;
  outcome: string | null;
  nonce: string | null;
  /** Under which it is looked back at; scans of before have none. */
  mark?: string;
  /** When the server took it, by this phone's clock. */
  sent: number | null;
}

const shelf = new Shelf<"gates" | "rosters" | "scans">("langqiao-gate", (db) => {
  db.createObjectStore("gates", { keyPath: "id" });
  db.createObjectStore("rosters", { keyPath: "activity" });
  db.createObjectStore("scans", { keyPath: ["gate", "sequence"] }).createIndex("activity", "activity");
});
const within: typeof shelf.within = (names, mode, work) => shelf.within(names, mode, work);

/** The gate that this phone is at an activity's door. */
export const gateOf = (org: string, activity: string): Promise<Gate | undefined> =>
  within(["gates"], "readonly", async (tx) => {
    const gates = await result<Gate[]>(tx.objectStore("gates").getAll());
    const fits = (gate: Gate) => gate.activity === activity || (gate.everywhere && gate.org === org);
    const fitting = gates.filter(fits);
    return fitting.find((gate) => !gate.revoked) ?? fitting[0];
  });

/** A gate of this phone, also one that it was before. */
export const gateById = (id: string): Promise<Gate | undefined> =>
  within(["gates"], "readonly", (tx) => result(tx.objectStore("gates").get(id)));

export const keepGate = (gate: Gate): Promise<IDBValidKey> =>
  within(["gates"], "readwrite", (tx) => result(tx.objectStore("gates").put(gate)));

/** Changes some of what is known of a gate, and leaves the number of its next scan alone. */
export const noteGate = (id: string, change: Partial<Pick<Gate, "ahead" | "revoked">>): Promise<Gate | undefined> =>
  within(["gates"], "readwrite", async (tx) => {
    const gates = tx.objectStore("gates");
    const gate = await result<Gate | undefined>(gates.get(id));
    if (!gate) return undefined;
    const changed = { ...gate, ...change };
    await result(gates.put(changed));
    return changed;
  });

export const rosterOf = (activity: string): Promise<KeptRoster | undefined> =>
  within(["rosters"], "readonly", (tx) => result(tx.objectStore("rosters").get(activity)));

/** Keeps a roster; scans that the server had before it was written are in it and need not be kept any longer. */
export const keepRoster = (roster: KeptRoster, asked: number): Promise<void> =>
  within(["rosters", "scans"], "readwrite", async (tx) => {
    await result(tx.objectStore("rosters").put(roster));
    const scans = tx.objectStore("scans");
    for (const scan of await result<Scan[]>(scans.index("activity").getAll(roster.activity))) {
      if (scan.sent !== null && scan.sent <= asked) await result(scans.delete([scan.gate, scan.sequence]));
    }
  });

export const dropRoster = (activity: string): Promise<undefined> =>
  within(["rosters"], "readwrite", (tx) => result(tx.objectStore("rosters").delete(activity)));

/** Forgets who was expected where: for who uses this phone next. Scans that the server has not taken stay. */
export const forgetRosters = (): Promise<undefined> =>
  within(["rosters"], "readwrite", (tx) => result(tx.objectStore("rosters").clear()));

/** Keeps a scan under the gate's next number, also where two windows of this phone scan at once. */
export const keepScan = (gate: string, scan: Omit<Scan, "gate" | "sequence">): Promise<Scan> =>
  within(["gates", "scans"], "readwrite", async (tx) => {
    const gates = tx.objectStore("gates");
    const known = await result<Gate>(gates.get(gate));
    const kept: Scan = { ...scan, gate, sequence: known.next };
    await result(tx.objectStore("scans").add(kept));
    await result(gates.put({ ...known, next: known.next + 1 }));
    return kept;
  });

export const scansOf = (activity: string): Promise<Scan[]> =>
  within(["scans"], "readonly", (tx) => result(tx.objectStore("scans").index("activity").getAll(activity)));

/** What the server doesn't have: of an activity, and of whatever this phone scanned as a gate of the organisation. */
export const unsentOf = (org: string, activity: string): Promise<Scan[]> =>
  within(["gates", "scans"], "readonly", async (tx) => {
    const gates = await result<Gate[]>(tx.objectStore("gates").getAll());
    const own = new Set(gates.filter((gate) => gate.org === org).map((gate) => gate.id));
    const scans = await result<Scan[]>(tx.objectStore("scans").getAll());
    return scans.filter((scan) => scan.sent === null && (scan.activity === activity || own.has(scan.gate)));
  });

/** What the server doesn't have of all that this phone scanned, at whichever door and as whichever gate. */
export const allUnsent = (): Promise<Scan[]> =>
  within(["scans"], "readonly", async (tx) => {
    const scans = await result<Scan[]>(tx.objectStore("scans").getAll());
    return scans.filter((scan) => scan.sent === null);
  });

/** What the server took is marked; what has a number of another scan gets a new one and is sent again. */
export const markSent = (gate: string, taken: { sequence: number; kept: boolean }[], next: number): Promise<void> =>
  within(["gates", "scans"], "readwrite", async (tx) => {
    const [gates, scans] = [tx.objectStore("gates"), tx.objectStore("scans")];
    const known = await result<Gate>(gates.get(gate));
    let number = Math.max(known.next, next);
    for (const { sequence, kept } of taken) {
      const scan = await result<Scan | undefined>(scans.get([gate, sequence]));
      if (!scan) continue;
      if (kept) {
        await result(scans.put({ ...scan, sent: Date.now() }));
      } else {
        await result(scans.delete([gate, sequence]));
        await result(scans.add({ ...scan, sequence: number }));
        number += 1;
      }
    }
    await result(gates.put({ ...known, next: number }));
  });
