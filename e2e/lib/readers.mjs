// Calendars and spreadsheets as programs that others wrote understand them: two in Python, one in JavaScript.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ICAL from "ical.js";

const root = join(import.meta.dirname, "..");
const python = process.env.READERS_PYTHON ?? join(root, ".venv/bin/python");
const program = join(root, "readers/read.py");

/** Runs the program in Python and gives what it understood. */
const understood = (args, input) =>
  JSON.parse(execFileSync(python, [program, ...args], { input, encoding: "utf8", maxBuffer: 64 << 20 }));

/** What is on from one day to before another, by `icalendar` and `recurring-ical-events`. */
export const calendar = (text, from, to) => understood(["calendar", from, to], text);

/** The cells of every sheet, by `openpyxl`. */
export function sheets(bytes) {
  const folder = mkdtempSync(join(tmpdir(), "langqiao-sheet-"));
  try {
    const path = join(folder, "sheet.xlsx");
    writeFileSync(path, bytes);
    return understood(["sheet", path]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What is in a calendar, by `ical.js`, in the same shape as {@link calendar} gives its events. */
export function calendarByIcalJs(text) {
  const component = new ICAL.Component(ICAL.parse(text));
  const events = component.getAllSubcomponents("vevent").map((one) => {
    const event = new ICAL.Event(one);
    const instant = (time) => time.toJSDate().toISOString().replace(".000Z", "+00:00");
    return {
      uid: event.uid,
      title: event.summary,
      place: event.location ?? "",
      starts: instant(event.startDate),
      ends: instant(event.endDate),
      status: one.getFirstPropertyValue("status") ?? "",
    };
  });
  return events.sort((one, other) => (one.starts + one.uid < other.starts + other.uid ? -1 : 1));
}
