// What this phone has scanned, for whoever stands at the door to look back at: the code, when, which way, what it was
// told, and whether the server has it. Names are not kept here: they are looked up in the roster, as long as it is there.

import { Shelf, result } from "../offline/shelf";
import type { Direction } from "./rules";

/** A scan as it is looked back at. */
export interface Entry {
  activity: string;
  /** The number of the scan on this phone, by which it is found among those that wait to be sent. */
  mark: string;
  code: string;
  ticket: string | null;
  direction: Direction;
  at: number;
  /** What the phone decided, by its reason; or what the server said, in its words. */
  told: string | null;
  said: string | null;
  tone: string | null;
  /** Whether the server answered it at once. */
  live: boolean;
}

/** How many are kept of an activity, and for how long. */
const KEPT = 200;
const KEPT_FOR = 7 * 24 * 3_600_000;

const shelf = new Shelf<"entries">("langqiao-gate-log", (db) => {
  db.createObjectStore("entries", { autoIncrement: true }).createIndex("activity", "activity");
});

/** Notes a scan, and lets go of what is too old or too much. */
export const note = (entry: Entry): Promise<void> =>
  shelf.within(["entries"], "readwrite", async (tx) => {
    const entries = tx.objectStore("entries");
    await result(entries.add(entry));
    const keys = await result(entries.index("activity").getAllKeys(entry.activity));
    for (const key of keys.slice(0, Math.max(0, keys.length - KEPT))) await result(entries.delete(key));
  });

/** The scans of an activity, the latest first. */
export const entriesOf = (activity: string): Promise<Entry[]> =>
  shelf.within(["entries"], "readonly", async (tx) => {
    const all = await result<Entry[]>(tx.objectStore("entries").index("activity").getAll(activity));
    return all.filter((entry) => entry.at > Date.now() - KEPT_FOR).reverse();
  });

/** Forgets all of it: for who uses this phone next. */
export const forgetEntries = (): Promise<undefined> =>
  shelf.within(["entries"], "readwrite", (tx) => result(tx.objectStore("entries").clear()));
