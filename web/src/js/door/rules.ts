// The decision table of the server (crates/app/src/checkins/rules.toml), read here by the same rules: the first
// whose every condition holds decides. It comes with the roster; cases.toml, which both must pass, is tried in
// e2e/tests/rules.test.mjs.

export type Direction = "in" | "out";

/** All that the rules may know about a scan, by the names that facts have in the table. */
export interface Facts {
  ticket: "unreadable" | "none" | "elsewhere" | "here";
  activity: string;
  state: string;
  renewed: "yes" | "no";
  direction: Direction;
  scanned_in: "yes" | "no";
  scanned_out: "yes" | "no";
  hours: "before" | "open" | "after";
  device: "good" | "revoked";
  person: "none" | "counts" | "dismissed";
}

export interface Rule {
  when: Record<string, string | string[]>;
  outcome: string;
  reason: string;
}

export interface Rules {
  hours: {
    in_opens_before_start: number;
    in_closes_after_end: number;
    out_opens_before_start: number;
    out_closes_after_end: number;
  };
  rule: Rule[];
}

export interface Decision {
  outcome: string;
  reason: string;
}

/** What becomes of a scan. */
export function decide(rules: Rules, facts: Facts): Decision {
  const known = facts as unknown as Record<string, string>;
  const holds = (rule: Rule) =>
    Object.entries(rule.when).every(([fact, wanted]) => {
      const value = known[fact];
      return value !== undefined && (Array.isArray(wanted) ? wanted.includes(value) : wanted === value);
    });
  const { outcome, reason } = rules.rule.find(holds) ?? { outcome: "unknown", reason: "unknown" };
  return { outcome, reason };
}

const MINUTE = 60_000;

/** Whether the door is open at an instant, in milliseconds since 1970; it is when it opens and when it shuts. */
export function hours(rules: Rules, direction: Direction, starts: number, ends: number, at: number): Facts["hours"] {
  const { hours } = rules;
  const [before, after] =
    direction === "in"
      ? [hours.in_opens_before_start, hours.in_closes_after_end]
      : [hours.out_opens_before_start, hours.out_closes_after_end];
  if (at < starts - before * MINUTE) return "before";
  return at > ends + after * MINUTE ? "after" : "open";
}
