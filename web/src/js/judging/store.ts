// What the phone keeps of a judge's sheets until the server has them. Each is its judge's alone: whoever else signs in on
// this phone is given none of them, and none of them is sent for somebody else.

import { Shelf, result } from "../offline/shelf";

/**
 * How far a sheet has come: only typed here; to be kept on the server as well; ready and waiting for a network; refused;
 * taken by the server, of which the page that is kept here doesn't know yet.
 */
export type State = "typed" | "draft" | "ready" | "refused" | "sent";

export interface Item {
  position: number;
  label: string;
  mark: string;
  words: string;
}

export interface Sheet {
  /** Whose: the person who typed it, and their number on the route. */
  owner: string;
  seat: number;
  route: string;
  venue: string;
  name: string;
  /** How often the round's sheet was laid down, and how many papers were known, when it was filled in. */
  sheet: number;
  seen: number;
  items: Item[];
  reason: string;
  state: State;
  /** The server's word and sentence, where it was refused. */
  code: string;
  said: string;
  /** The paper's number, once the server has it. */
  number: number;
  /** How often it was changed here: what was changed while it was sent is sent again. */
  changed: number;
}

export type Key = [owner: string, route: string, venue: string, sheet: number, seen: number];

export const keyOf = ({ owner, route, venue, sheet, seen }: Omit<Sheet, "state">): Key => [owner, route, venue, sheet, seen];

/** Which pages were kept for the road, and when. */
export interface Ready {
  owner: string;
  route: string;
  sheet: number;
  stops: string;
  at: number;
}

const shelf = new Shelf<"sheets" | "routes">("langqiao-judging", (db) => {
  db.createObjectStore("sheets", { keyPath: ["owner", "route", "venue", "sheet", "seen"] }).createIndex("owner", "owner");
  db.createObjectStore("routes", { keyPath: ["owner", "route"] });
});

/** All that a judge has here, or what they have of one route. */
export const sheetsOf = (owner: string, route?: string): Promise<Sheet[]> =>
  shelf.within(["sheets"], "readonly", async (tx) => {
    const all = await result<Sheet[]>(tx.objectStore("sheets").index("owner").getAll(owner));
    return route ? all.filter((sheet) => sheet.route === route) : all;
  });

/** Keeps a sheet as it is now. */
export const keep = (sheet: Omit<Sheet, "changed">): Promise<void> =>
  shelf.within(["sheets"], "readwrite", async (tx) => {
    const sheets = tx.objectStore("sheets");
    const before = await result<Sheet | undefined>(sheets.get(keyOf(sheet as Sheet)));
    await result(sheets.put({ ...sheet, changed: (before?.changed ?? 0) + 1 }));
  });

/** Notes what came of a sheet that was sent, unless it was changed since. */
export const note = (sent: Sheet, came: Partial<Pick<Sheet, "state" | "code" | "said" | "number">>): Promise<void> =>
  shelf.within(["sheets"], "readwrite", async (tx) => {
    const sheets = tx.objectStore("sheets");
    const now = await result<Sheet | undefined>(sheets.get(keyOf(sent)));
    if (now && now.changed === sent.changed) await result(sheets.put({ ...now, ...came }));
  });

/** Lets a sheet go, unless it was changed since. */
export const drop = (sheet: Sheet): Promise<void> =>
  shelf.within(["sheets"], "readwrite", async (tx) => {
    const sheets = tx.objectStore("sheets");
    const now = await result<Sheet | undefined>(sheets.get(keyOf(sheet)));
    if (now && now.changed === sheet.changed) await result(sheets.delete(keyOf(sheet)));
  });

export const readyOf = (owner: string, route: string): Promise<Ready | undefined> =>
  shelf.within(["routes"], "readonly", (tx) => result(tx.objectStore("routes").get([owner, route])));

export const keepReady = (ready: Ready): Promise<IDBValidKey> =>
  shelf.within(["routes"], "readwrite", (tx) => result(tx.objectStore("routes").put(ready)));
