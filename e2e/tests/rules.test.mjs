// The island decides by the server's own table, and passes the server's own cases; it reads codes as the server does.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "../lib/toml.mjs";

const root = join(import.meta.dirname, "../..");
const room = join(root, "crates/app/src/checkins");
const { buildSync } = createRequire(join(root, "web/package.json"))("esbuild");

/** A module of the island. */
async function island(name) {
  const entry = join(root, "web/src/js", name);
  const [file] = buildSync({ entryPoints: [entry], bundle: true, format: "esm", write: false }).outputFiles;
  return import(`data:text/javascript;base64,${Buffer.from(file.text).toString("base64")}`);
}

const usual = {
  ticket: "here",
  activity: "published",
  state: "seat",
  renewed: "no",
  direction: "in",
  scanned_in: "no",
  scanned_out: "no",
  hours: "open",
  device: "good",
  person: "none",
};
const table = parse(readFileSync(join(room, "rules.toml"), "utf8"));
// As the server sends it: a rule without conditions has an empty list of them.
const rules = { ...table, rule: table.rule.map((rule) => ({ when: {}, ...rule })) };

test("the island answers the cases as the server does", async () => {
  const { decide } = await island("door/rules.ts");
  const { case: cases } = parse(readFileSync(join(room, "cases.toml"), "utf8"));
  assert.ok(cases.length >= 30, `${cases.length} cases`);
  for (const { name, facts = {}, gives } of cases) {
    for (const fact of Object.keys(facts)) assert.ok(fact in usual, `${fact} is no fact`);
    assert.equal(decide(rules, { ...usual, ...facts }).reason, gives, name);
  }
});

test("the door opens and shuts to the minute", async () => {
  const { hours } = await island("door/rules.ts");
  const [starts, ends] = ["2026-11-21T06:00:00Z", "2026-11-21T08:00:00Z"].map(Date.parse);
  const at = (direction, text) => hours(rules, direction, starts, ends, Date.parse(text));
  assert.equal(at("in", "2026-11-21T03:59:59.999Z"), "before");
  assert.equal(at("in", "2026-11-21T04:00:00Z"), "open");
  assert.equal(at("in", "2026-11-21T08:00:00Z"), "open");
  assert.equal(at("in", "2026-11-21T08:00:00.001Z"), "after");
  assert.equal(at("out", "2026-11-21T10:00:00Z"), "open");
  assert.equal(at("out", "2026-11-21T10:00:00.001Z"), "after");
});

test("codes are read as the server reads them", async () => {
  const { readCode } = await island("door/code.ts");
  const same = [
    "80152V", " 801 52v ", "８０１５２Ｖ", "LQ:80152V", "BO1S2U", "801-52v",
    "https://hui.example.cn/t/80152V", "https://hui.example.cn/t/019f/80152V/?from=print#x", "langqiao:checkin=80152V",
  ];
  for (const text of same) assert.equal(readCode(text), "80152V", text);
  for (const text of ["", "wxp://f2f0abcDEF", "330483199001011234", "https://example.cn/", "张三"]) {
    assert.equal(readCode(text), null, text);
  }
});

test("a judge's marks are read and checked as the server does", async () => {
  const { points, wrong } = await island("judging/check.ts");
  const { case: cases } = parse(readFileSync(join(root, "crates/app/src/panels/cases.toml"), "utf8"));
  assert.ok(cases.length >= 30, `${cases.length} cases`);
  for (const { name, highest, mark, words = "", times = 1, gives, value } of cases) {
    assert.equal(wrong(mark, words.repeat(times), highest) ?? "good", gives, name);
    if (gives === "good") assert.equal(points(mark), value, name);
  }
});
