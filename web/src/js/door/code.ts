// The short code in what a camera read or a hand typed, as the server reads it (crates/kernel/src/codes).

const ALPHABET = "0123456789ACDEFGHJKMNPQRTVWXY";
const LENGTH = 6;
/** Characters that look like one of the alphabet. */
const ALIKE: Record<string, string> = { O: "0", I: "1", L: "1", Z: "2", S: "5", B: "8", U: "V" };

/** The code, or nothing when it is none of ours: the code itself, or a link or text that ends in it. */
export function readCode(text: string): string | null {
  const before = text.trim().split(/[?#]/, 1)[0] ?? "";
  const last = before.replace(/\/+$/, "").split(/[/:=]/).pop() ?? "";
  const tidy = last.normalize("NFKC").replace(/[\s\p{Cc}\p{Cf}\-‐-―−]/gu, "");
  const code = [...tidy].map((c) => c.toUpperCase()).map((c) => ALIKE[c] ?? c);
  return code.length === LENGTH && code.every((c) => ALPHABET.includes(c)) ? code.join("") : null;
}
