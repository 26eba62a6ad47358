// The pages and scripts that an island needs without a network: kept under its name, and shown by the worker (sw.ts).

import { NoNetwork, Refused } from "./ask";

/** Caches of pages that are one person's: gone when somebody signs in or out on this phone. */
export const DOOR = "door-1";
export const JUDGING = "judging-1";

/** Whether pages can be kept at all: only where the connection is encrypted. */
export const canKeep = (): boolean => globalThis.caches !== undefined && navigator.serviceWorker !== undefined;

/** Milliseconds that the worker may take to be there; where it is forbidden it never is. */
const PATIENCE = 10_000;

/** Keeps each of these, as it is now. */
export async function keepPages(name: string, paths: string[]): Promise<void> {
  const never = new Promise((_, fail) => setTimeout(() => fail(new NoNetwork()), PATIENCE));
  await Promise.race([navigator.serviceWorker.ready, never]);
  const kept = await caches.open(name);
  for (const path of paths) await keepOne(kept, path);
}

async function keepOne(kept: Cache, path: string): Promise<void> {
  const response = await fetch(path).catch(() => {
    throw new NoNetwork();
  });
  // Whoever is signed out is led to another page, which is not to be kept in this one's place.
  if (!response.ok || response.redirected) throw new Refused(401, "");
  await kept.put(path, response);
}

/** Keeps a page anew that was kept before; one that wasn't is left alone. */
export async function keepAnew(name: string, path: string): Promise<void> {
  if (!canKeep() || !(await hasAll(name, [path]))) return;
  await keepOne(await caches.open(name), path);
}

export async function hasAll(name: string, paths: string[]): Promise<boolean> {
  const kept = await caches.open(name);
  for (const path of paths) if (!(await kept.match(path))) return false;
  return true;
}

/** Whether the worker that shows kept pages is there. */
export const hasWorker = async (): Promise<boolean> =>
  (await navigator.serviceWorker.getRegistration())?.active != null;

/** Whether the phone has promised to throw nothing away by itself. */
export const isPersisted = async (): Promise<boolean> => (await navigator.storage?.persisted?.()) ?? false;

/** Takes away what was kept for one person. */
export async function forgetPages(): Promise<void> {
  await caches.delete(DOOR);
  await caches.delete(JUDGING);
}
