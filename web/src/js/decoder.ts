// Reads QR codes off the main thread, for browsers without a BarcodeDetector (all of Apple's).
/// <reference lib="webworker" />
import decodeQR from "qr/decode.js";

declare const self: DedicatedWorkerGlobalScope;

self.addEventListener("message", ({ data: frame }: MessageEvent<ImageData>) => {
  let text: string | null = null;
  try {
    text = decodeQR(frame, { effort: 2, timeLimit: 60 });
  } catch {
    // No code in this frame: the usual case.
  }
  self.postMessage(text);
});
