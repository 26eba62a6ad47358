// Builds dist/: `assets/` with the content's hash in each name, to be kept for ever by browsers, and
// `root/` with the files whose address must stay the same. Each is also there compressed.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = import.meta.dirname;
const dist = join(here, "dist");
const assets = join(dist, "assets");
const root = join(dist, "root");

rmSync(dist, { recursive: true, force: true });
mkdirSync(assets, { recursive: true });
mkdirSync(root, { recursive: true });

const sizes = [];

function write(folder, name, content) {
  const path = join(folder, name);
  writeFileSync(path, content);
  if (extname(name) === ".png") return;
  const gzip = gzipSync(content, { level: 9 });
  writeFileSync(`${path}.gz`, gzip);
  writeFileSync(
    `${path}.br`,
    brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
  );
  sizes.push([name, content.length, gzip.length]);
}

/** Writes an asset under a name with its hash and gives its address. */
function asset(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const end = extname(name);
  const hashed = `${basename(name, end)}-${hash}${end}`;
  write(assets, hashed, content);
  return `/assets/${hashed}`;
}

async function script(entry, define = {}) {
  const result = await build({
    entryPoints: [join(here, "src/js", entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2021",
    legalComments: "eof",
    define,
  });
  return Buffer.from(result.outputFiles[0].contents);
}

function styles() {
  const out = join(dist, "app.css");
  execFileSync(
    process.execPath,
    [join(here, "node_modules/@tailwindcss/cli/dist/index.mjs"), "-i", join(here, "src/css/app.css"), "-o", out, "--minify"],
    { cwd: here, stdio: ["ignore", "ignore", "inherit"] },
  );
  const css = readFileSync(out);
  rmSync(out);
  return css;
}

const kept = [asset("app.css", styles()), asset("app.js", await script("app.ts"))];
for (const name of readdirSync(join(here, "src/static")).sort()) {
  const content = readFileSync(join(here, "src/static", name));
  if (name === "app.webmanifest") continue;
  const address = asset(name, content);
  if (name === "icon.svg") kept.push(address);
}
const decoder = asset("decoder.js", await script("decoder.ts"));
asset("scanner.js", await script("scanner.ts", { DECODER: JSON.stringify(decoder) }));
asset("judging.js", await script("judging.ts"));
asset("marking.js", await script("marking.ts"));

// The worker is new whenever a file that it keeps is.
write(root, "sw.js", await script("sw.ts", { KEPT: JSON.stringify(kept) }));
const manifest = readFileSync(join(here, "src/static/app.webmanifest"), "utf8").replace(
  /"src": "([^"]+)"/g,
  (_, name) => `"src": "${hashedName(name)}"`,
);
write(root, "app.webmanifest", Buffer.from(manifest));

function hashedName(name) {
  const end = extname(name);
  const pattern = new RegExp(`^${basename(name, end)}-[0-9a-f]{10}\\${end}$`);
  return `/assets/${readdirSync(assets).find((file) => pattern.test(file))}`;
}

for (const [name, plain, gzip] of sizes) {
  console.log(`${name.padEnd(28)} ${String(plain).padStart(8)} B ${String(gzip).padStart(7)} B gzip`);
}
