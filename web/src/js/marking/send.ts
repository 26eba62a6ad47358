// Brings marks to the server by the form that a judge would send. What is the same as before changes nothing there, so that
// marks whose answer was lost on the way may be sent once more.

import { NoNetwork, Refused } from "../offline/ask";
import { JUDGING, keepAnew } from "../offline/pages";
import { type Marks, drop, marksOf, note } from "./store";

/** Milliseconds after which a network that gives no answer counts as none. */
const PATIENCE = 20_000;
/** The page can't be opened by whoever is here now: it is said, and what waits goes on waiting (courier.ts). */
const CLOSED = 401;

/** What the server answered to a form: nothing where it took it, the page with what is wrong where it didn't. */
export type Answer = Document | null;

async function reach(path: string, more: RequestInit = {}): Promise<Response> {
  const response = await fetch(path, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE), ...more }).catch(() => {
    throw new NoNetwork();
  });
  // Our fault, or too much at once: tried again later.
  if (response.status === 429 || response.status >= 500) throw new NoNetwork();
  return response;
}

const asPage = async (response: Response): Promise<Document> =>
  new DOMParser().parseFromString(await response.text(), "text/html");

/** Sends a form's fields. What came of it is said here: the next page, which is kept, says nothing of it. */
export async function post(path: string, fields: URLSearchParams): Promise<Answer> {
  fields.set("quiet", "1");
  const response = await reach(path, { method: "POST", body: fields });
  if (response.type === "opaqueredirect" || response.ok) return null;
  if (response.status === 422) return asPage(response);
  throw new Refused(response.status, "");
}

/** What a page says is wrong. */
export const problems = (page: Document): string =>
  [...page.querySelectorAll(".error-list li")].map((item) => item.textContent ?? "").join(" ");

/**
 * Sends marks through a form that is fetched anew: it knows what the server has by now, and whose seat this is.
 * Gives whether the server took them.
 */
async function sendOne(at: string, marks: Marks): Promise<boolean> {
  const path = `${at}/${marks.entry}`;
  const opened = await reach(path);
  // The link opens nothing any more, or whoever judged has signed out.
  if (!opened.ok) throw new Refused(CLOSED, "");
  const page = await asPage(opened);
  const form = page.querySelector("form#marks");
  // Somebody else has signed in on this phone: nothing is sent in their name.
  if (!form || page.querySelector<HTMLElement>("[data-marking]")?.dataset.owner !== marks.owner) throw new Refused(CLOSED, "");
  const fields = new URLSearchParams();
  for (const hidden of form.querySelectorAll<HTMLInputElement>("input[type=hidden]")) fields.set(hidden.name, hidden.value);
  for (const [name, value] of Object.entries(marks.fields)) fields.set(name, value);
  const answer = await post(path, fields);
  if (answer) await note(marks, { state: "refused", said: problems(answer) });
  else await letGo(at, marks);
  return answer === null;
}

/** The pages that are kept here must know of marks before what was typed is let go. */
export async function letGo(at: string, marks: Marks): Promise<void> {
  try {
    await keepAnew(JUDGING, `${at}/${marks.entry}`);
    await keepAnew(JUDGING, at);
  } catch (error) {
    if (!(error instanceof NoNetwork) && !(error instanceof Refused)) throw error;
  }
  await drop(marks);
}

/** Sends everything that waits, and says of each when the server has it. */
export async function sendAll(at: string, owner: string, taken: (marks: Marks) => void): Promise<void> {
  for (const marks of await marksOf(owner)) if (marks.state === "ready" && (await sendOne(at, marks))) taken(marks);
}
