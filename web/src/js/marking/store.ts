// What the phone keeps of a judge's marks until the server has them. Each is of one seat of one panel: the page of another
// seat is given none of them, and none of them is sent for another.

import { Shelf, result } from "../offline/shelf";

/** Only typed; to be sent; refused. */
export type State = "typed" | "ready" | "refused";

export interface Marks {
  /** The stage and the seat. */
  owner: string;
  entry: string;
  name: string;
  /** By the names of the form's fields. */
  fields: Record<string, string>;
  state: State;
  /** What the server said, where it refused. */
  said: string;
  /** How often it was changed here: what was changed while it was sent stays. */
  changed: number;
}

const shelf = new Shelf<"marks">("langqiao-marking", (db) => {
  db.createObjectStore("marks", { keyPath: ["owner", "entry"] }).createIndex("owner", "owner");
});

export const marksOf = (owner: string): Promise<Marks[]> =>
  shelf.within(["marks"], "readonly", (tx) => result<Marks[]>(tx.objectStore("marks").index("owner").getAll(owner)));

/** Keeps marks as they are now, and gives what was kept. */
export const keep = (marks: Omit<Marks, "changed">): Promise<Marks> =>
  shelf.within(["marks"], "readwrite", async (tx) => {
    const store = tx.objectStore("marks");
    const before = await result<Marks | undefined>(store.get([marks.owner, marks.entry]));
    const now = { ...marks, changed: (before?.changed ?? 0) + 1 };
    await result(store.put(now));
    return now;
  });

/** Notes what the server said of marks that were sent, unless they were changed since. */
export const note = (sent: Marks, came: Partial<Pick<Marks, "state" | "said">>): Promise<void> =>
  shelf.within(["marks"], "readwrite", async (tx) => {
    const store = tx.objectStore("marks");
    const now = await result<Marks | undefined>(store.get([sent.owner, sent.entry]));
    if (now?.changed === sent.changed) await result(store.put({ ...now, ...came }));
  });

/** Lets marks go, unless they were changed since. */
export const drop = (marks: Marks): Promise<void> =>
  shelf.within(["marks"], "readwrite", async (tx) => {
    const store = tx.objectStore("marks");
    const now = await result<Marks | undefined>(store.get([marks.owner, marks.entry]));
    if (now?.changed === marks.changed) await result(store.delete([marks.owner, marks.entry]));
  });
