// Starts a server of ours, reads the line of JSON it prints when it is ready, and stops it again.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const repository = join(import.meta.dirname, "../..");
const out = join(import.meta.dirname, "../out");

/** Milliseconds that a server may take until it is ready. */
const READY_WITHIN = 240_000;

/**
 * Starts `binary` and waits for its line of JSON.
 * @returns {Promise<{address: string, info: any, stop: () => Promise<void>}>}
 */
export function start(binary, args) {
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  const stop = () =>
    new Promise((done) => {
      if (child.exitCode !== null || child.signalCode !== null) return done();
      child.once("exit", done);
      child.kill("SIGTERM");
    });
  return new Promise((ready, fail) => {
    const late = setTimeout(() => {
      child.kill("SIGKILL");
      fail(new Error(`${binary} was not ready in time:\n${said.join("")}`));
    }, READY_WITHIN);
    let out = "";
    child.stderr.on("data", (part) => said.push(part));
    child.once("error", fail);
    child.once("exit", (code) => fail(new Error(`${binary} ended with ${code}:\n${said.join("")}`)));
    child.stdout.on("data", (part) => {
      out += part;
      const line = out.split("\n").find((line) => line.startsWith("{") && line.endsWith("}"));
      if (!line) return;
      clearTimeout(late);
      const info = JSON.parse(line);
      ready({ address: info.address, info, stop });
    });
  });
}

const langqiao = process.env.LANGQIAO_BIN ?? join(repository, "target/debug/langqiao");

const openCounty = (data) =>
  start(langqiao, ["demo", "--data", data, "--listen", "127.0.0.1:0", "--seed", "7", "--json"]);

/**
 * The folder of the filled demonstration county, which takes a while to fill: it is kept for as long as the
 * program and the day are the same, for the county is filled around today.
 */
export async function filledCounty() {
  const { size, mtimeMs } = statSync(langqiao);
  const today = new Date().toLocaleDateString("sv", { timeZone: "Asia/Shanghai" });
  const name = `county-${today}-${size}-${Math.round(mtimeMs)}`;
  const kept = join(out, name);
  if (existsSync(kept)) return kept;
  mkdirSync(out, { recursive: true });
  const filling = mkdtempSync(join(out, "filling-"));
  const server = await openCounty(filling);
  await server.stop();
  for (const old of readdirSync(out).filter((entry) => entry.startsWith("county-") && entry !== name)) {
    rmSync(join(out, old), { recursive: true, force: true });
  }
  try {
    renameSync(filling, kept);
  } catch (error) {
    // Another file of tests, running beside this one, was quicker; it copies its own by now.
    if (!existsSync(kept)) throw error;
    rmSync(filling, { recursive: true, force: true });
  }
  return kept;
}

/** The demonstration county as it is after filling, always the same, in a folder of its own that is gone afterwards. */
export async function demo() {
  const filled = await filledCounty();
  const data = mkdtempSync(join(tmpdir(), "langqiao-e2e-"));
  cpSync(filled, data, { recursive: true });
  const server = await openCounty(data);
  const stop = async () => {
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  };
  /** Changes the county's records beside the server, for what only time could bring. */
  const change = (sql) =>
    execFileSync("python3", ["-c", "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=20); c.execute(sys.argv[2]); c.commit()",
      join(data, "langqiao.db"), sql]);
  return { ...server, stop, change };
}

/** The style guide with every component. */
export function gallery() {
  const binary = process.env.GALLERY_BIN ?? join(repository, "target/debug/examples/gallery");
  return start(binary, ["127.0.0.1:0"]);
}
