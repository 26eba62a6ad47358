// A film of a QR code for Chromium's pretended camera.
import { writeFileSync } from "node:fs";
import encodeQR from "qr";

const WIDTH = 640;
const HEIGHT = 480;

/**
 * Writes a film that shows `text` as a QR code, slightly off the middle on a grey desk, as uncompressed
 * YUV4MPEG2 at `path`, and gives the browser's arguments that put it in the camera's place.
 */
export function camera(text, path) {
  const rows = encodeQR(text, "raw", { border: 4 });
  const module = Math.floor(300 / rows.length);
  const [left, top] = [140, 90];
  const luma = Buffer.alloc(WIDTH * HEIGHT, 120);
  rows.forEach((row, y) =>
    row.forEach((dark, x) => {
      for (let line = 0; line < module; line++) {
        const at = (top + y * module + line) * WIDTH + left + x * module;
        luma.fill(dark ? 25 : 225, at, at + module);
      }
    }),
  );
  const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, Buffer.alloc((WIDTH * HEIGHT) / 2, 128)]);
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(path, Buffer.concat([head, ...Array(10).fill(frame)]));
  return [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${path}`,
  ];
}
