// Draws the PNG icons from icon.svg with the browser that the end-to-end tests use. Run by hand after
// the icon has changed: `node icons.mjs`; the results are committed.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = join(import.meta.dirname, "src/static");
const work = mkdtempSync(join(tmpdir(), "icons-"));
const svg = readFileSync(join(folder, "icon.svg"), "utf8");
// A maskable icon is cut to a circle by some phones: no corners, the drawing within the inner 80%.
const maskable = svg
  .replace(' rx="14"', "")
  .replace("<path", '<g transform="translate(9.6 9.6) scale(.7)"><path')
  .replace("</svg>", "</g></svg>");

for (const [name, size, drawing] of [
  ["icon-192.png", 192, svg],
  ["icon-512.png", 512, svg],
  ["icon-maskable-512.png", 512, maskable],
]) {
  const page = join(work, "page.html");
  writeFileSync(page, `<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`);
  execFileSync("chromium", [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", `--user-data-dir=${work}`, "--hide-scrollbars",
    "--default-background-color=00000000", `--window-size=${size},${size}`,
    `--screenshot=${join(folder, name)}`, `file://${page}`,
  ], { stdio: "ignore" });
}
rmSync(work, { recursive: true, force: true });
