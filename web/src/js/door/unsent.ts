// What somebody would leave behind on this phone by signing out: scans that the server doesn't have. Only a door's page
// brings them, for whoever is signed in.

import { allUnsent } from "./store";

/** What app.ts asks about before somebody signs out: how much is left, in words. */
const UNSENT = "langqiao-unsent-scans";

/** Notes it, of whichever door. A phone that can't keep the note goes on scanning. */
export async function noteUnsent(words: string): Promise<void> {
  try {
    const left = (await allUnsent()).length;
    if (left > 0) localStorage.setItem(UNSENT, words.replace("[n]", String(left)));
    else localStorage.removeItem(UNSENT);
  } catch {
    // Who signs out is then not told.
  }
}
