// What a judge types, read and checked as the server does it (crates/app/src/panels): cases.toml there holds both to the
// same answers; it is tried in e2e/tests/rules.test.mjs.

/** The longest sentence, in characters. */
export const WORDS_MAX = 300;

const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]/g;

/** Points as people write them, in hundredths: `9`, `９.5`, `9.25 分`; nothing where they can't be read. */
export function points(typed: string): number | null {
  const plain = typed
    .normalize("NFKC")
    .replace(INVISIBLE, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, "")
    .trim();
  const found = /^([0-9]{1,4})(?:\.([0-9]{0,2}))?$/.exec(plain.replaceAll("。", ".").replace(/分+$/, "").trim());
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0")) : null;
}

/** A line of a person's own words: trimmed, without line breaks. */
export const line = (text: string): string => text.split(/\s+/).filter(Boolean).join(" ");

/** How many characters, as a reader counts them. */
const length = (text: string): number => [...line(text)].length;

/** Whether a mark lies in the lowest fifth, where a judge says why. */
const wantsWords = (value: number, highest: number): boolean => value * 5 <= highest;

/** What is wrong with a mark and the words to it, if anything. */
export function wrong(mark: string, words: string, highest: number): "mark" | "words" | null {
  const value = points(mark);
  if (value === null || value > highest) return "mark";
  const said = length(words);
  return said > WORDS_MAX || (wantsWords(value, highest) && said < 2) ? "words" : null;
}

/** Whether a reason is one. */
export const isReason = (text: string): boolean => length(text) >= 2 && length(text) <= WORDS_MAX;
