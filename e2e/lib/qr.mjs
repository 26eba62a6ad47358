// What a QR code on a page says, read from its picture as a camera would.
import decodeQR from "qr/decode.js";

/** How many pixels a module of the code is drawn with. */
const SCALE = 4;

/** The text of the QR code that an `svg` draws as horizontal runs of dark modules. */
export async function qrText(svg) {
  const [size, runs] = await svg.evaluate((svg) => [
    svg.viewBox.baseVal.width,
    [...svg.querySelector("path").getAttribute("d").matchAll(/M(\d+) (\d+)h(\d+)/g)].map((run) => run.slice(1).map(Number)),
  ]);
  const side = size * SCALE;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (const [x, y, length] of runs) {
    for (let line = y * SCALE; line < (y + 1) * SCALE; line++) {
      for (let at = x * SCALE; at < (x + length) * SCALE; at++) data.set([0, 0, 0], (line * side + at) * 4);
    }
  }
  return decodeQR({ width: side, height: side, data });
}
