// Pictures of pages, to be looked at, and their weight.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DESK, PHONE } from "./browser.mjs";

const out = join(import.meta.dirname, "../out");
const guides = join(import.meta.dirname, "../../docs/guides/images");

/** Takes a picture of the page as it is, at a phone's width and a desk's: `out/NAME-phone.png`, `-desk.png`. */
export async function shots(page, name, { whole = false } = {}) {
  mkdirSync(out, { recursive: true });
  for (const [kind, size] of [["phone", PHONE], ["desk", DESK]]) {
    await page.setViewportSize(size);
    await page.screenshot({ path: join(out, `${name}-${kind}.png`), fullPage: whole });
  }
}

/** Keeps a picture for the guides in docs/, if they are wanted (GUIDE_PICTURES=1); of `part` of the page or of all of it. */
export async function picture(page, name, part = page) {
  if (!process.env.GUIDE_PICTURES) return;
  const hour = Number(new Date().toLocaleString("en-GB", { timeZone: "Asia/Shanghai", hour: "2-digit" }));
  if (hour < 7 || hour > 20) throw new Error("The pictures of the guides are taken by day: a class at midnight teaches nobody.");
  mkdirSync(guides, { recursive: true });
  await part.screenshot({ path: join(guides, `${name}.png`) });
}

/**
 * Bytes that a first visit of `path` takes over the wire, headers and bodies, in all and by address.
 * The page must be new: what it has seen it does not load again.
 */
export async function weigh(page, path) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const addresses = new Map();
  const files = [];
  session.on("Network.requestWillBeSent", ({ requestId, request }) => addresses.set(requestId, request.url));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    files.push({ address: addresses.get(requestId), bytes: encodedDataLength });
  });
  await page.goto(path, { waitUntil: "networkidle" });
  await session.detach();
  return { bytes: files.reduce((sum, file) => sum + file.bytes, 0), files };
}
