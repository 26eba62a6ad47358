// Brings a judge's sheets to the server: those that are ready, and drafts that are to be kept there as well. The same
// again changes nothing there, and the order doesn't matter.

import { NoNetwork, Refused, ask } from "../offline/ask";
import { JUDGING, keepAnew } from "../offline/pages";
import { points } from "./check";
import { type Sheet, drop, note, sheetsOf } from "./store";

/** What waits for a network. */
export const waits = ({ state }: Sheet): boolean => state === "ready" || state === "draft";
/** What only this phone has. */
export const onlyHere = ({ state }: Sheet): boolean => state !== "sent";
/** Nobody is signed in, or somebody else than who typed it. */
export const EXPIRED = 401;

/** Sends everything of `owner` that waits, and says of each sheet when the server has it. */
export async function sendAll(owner: string, taken: (sheet: Sheet) => void): Promise<void> {
  const left = (await sheetsOf(owner)).filter((sheet) => waits(sheet) || sheet.state === "sent");
  if (left.length === 0) return;
  // Another judge may have signed in on this phone: nothing is sent in their name.
  const { id } = await ask<{ id: string }>("/api/v1/me");
  if (id !== owner) throw new Refused(EXPIRED, "other-judge");
  for (const sheet of left) {
    if (waits(sheet) && !(await sendOne(sheet))) continue;
    if (sheet.state === "ready") taken(sheet);
    await letGo(sheet);
  }
}

/** Sends one; what the server can't do now is tried again, what it refuses is for the judge to look at. */
async function sendOne(sheet: Sheet): Promise<boolean> {
  try {
    if (sheet.state === "draft") await sendDraft(sheet);
    else await note(sheet, { state: "sent", number: await handIn(sheet) });
    return true;
  } catch (error) {
    const passing = !(error instanceof Refused) || [EXPIRED, 429].includes(error.status) || error.status >= 500;
    if (passing) throw error;
    const said = error.errors.length > 0 ? error.errors.map(({ detail }) => detail).join(" ") : error.said;
    await note(sheet, { state: "refused", code: error.code, said });
    return false;
  }
}

/** The pages that are kept here must know of a sheet before what was typed is let go. */
async function letGo(sheet: Sheet): Promise<void> {
  try {
    await keepAnew(JUDGING, `/scoring/${sheet.route}/${sheet.venue}`);
    await keepAnew(JUDGING, `/scoring/${sheet.route}`);
    await drop(sheet);
  } catch (error) {
    if (!(error instanceof NoNetwork) && !(error instanceof Refused)) throw error;
  }
}

const api = ({ route, venue }: Sheet): string => `/api/v1/scoring/${route}/venues/${venue}`;

async function sendDraft(sheet: Sheet): Promise<void> {
  const marks = sheet.items.map(({ position, mark, words }) => ({ position, value: mark, words }));
  const body = JSON.stringify({ sheet: sheet.sheet, seat: sheet.seat, marks });
  await ask(`${api(sheet)}/draft`, { method: "PUT", body });
}

async function handIn(sheet: Sheet): Promise<number> {
  const { seen, seat, reason } = sheet;
  const marks = sheet.items.map(({ position, mark, words }) => ({ position, value: points(mark) ?? -1, words }));
  const body = JSON.stringify({ sheet: sheet.sheet, seen, seat, reason, marks });
  const { number } = await ask<{ number: number }>(`${api(sheet)}/papers`, { body });
  return number;
}
