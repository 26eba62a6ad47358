// The spreadsheet of a thousand enterprises as an office sends it, written by the same code as for the stories.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const program =
  process.env.SPREADSHEET_BIN ?? join(import.meta.dirname, "../../target/debug/examples/office_spreadsheet");

/**
 * Writes it to `path`.
 * @returns {{rows: number, good: number, held: number, wrong: {row: number, what: string, says: string}[]}} what
 *   is in it: how many rows, how many of them right, which one only a reason lets in, and the wrong ones
 */
export const officeSpreadsheet = (path) => JSON.parse(execFileSync(program, [path], { encoding: "utf8" }));
