// The camera at the door: reads a QR code, puts it into the form's code field and sends the form, which
// htmx answers in place. A person can always type the short code into the same form instead. Without a network the
// phone answers by itself, where it is a gate (door/gate.ts).

import { Door } from "./door/gate";
import type { Direction } from "./door/rules";

declare const DECODER: string;

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
interface DetectorKind {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}
declare global {
  interface Window {
    BarcodeDetector?: DetectorKind;
  }
}

/** Milliseconds between two looks, and for which the same code counts as one. */
const LOOK_EVERY = 120;
const SAME_FOR = 4000;
/** A QR code that fills a third of a 720-pixel frame has enough pixels; more only costs time. */
const WIDTH = 720;

type Read = (video: HTMLVideoElement) => Promise<string | null>;

async function reader(): Promise<Read> {
  const kind = window.BarcodeDetector;
  if (kind && (await kind.getSupportedFormats()).includes("qr_code")) {
    const detector = new kind({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  const worker = new Worker(DECODER);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (video) =>
    new Promise((done) => {
      if (!context) return done(null);
      const scale = Math.min(1, WIDTH / video.videoWidth);
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      context.drawImage(video, 0, 0, canvas.width, canvas.height);
      const frame = context.getImageData(0, 0, canvas.width, canvas.height);
      worker.onmessage = ({ data }: MessageEvent<string | null>) => done(data);
      worker.postMessage(frame, [frame.data.buffer]);
    });
}

/** A random UUID; crypto.randomUUID is missing where the page came over plain HTTP from another machine. */
function newNonce(): string {
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0"));
  return hex.join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Milliseconds after which a network that gives no answer counts as none. */
const NO_ANSWER = 6000;

function start(box: HTMLElement, door: Door | undefined): void {
  const form = box.closest("form");
  const code = form?.querySelector<HTMLInputElement>("[data-scan-code]");
  const video = box.querySelector("video");
  const state = box.querySelector("[data-scan-state]");
  const button = box.querySelector<HTMLButtonElement>("[data-scan-button]");
  if (!form || !code || !video || !state || !button) return;

  let stream: MediaStream | undefined;
  let last = { text: "", at: 0 };
  let sending = false;

  const direction = (): Direction =>
    form.querySelector<HTMLInputElement>("[name=direction]")?.value === "out" ? "out" : "in";
  const say = (what: string) => (state.textContent = box.dataset[what] ?? "");

  // Every scan has a number of its own, so that a repeated request is recognised and not counted twice. One
  // whose answer was lost keeps its number: scanned again, it is answered as it was the first time.
  let unanswered: { code: string; nonce: string } | undefined;
  form.addEventListener("htmx:configRequest", (event) => {
    const { parameters } = (event as CustomEvent<{ parameters: FormData | Record<string, unknown> }>).detail;
    if (unanswered?.code !== code.value) unanswered = { code: code.value, nonce: newNonce() };
    if (parameters instanceof FormData) parameters.set("nonce", unanswered.nonce);
    else parameters.nonce = unanswered.nonce;
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    const { successful, xhr } = (event as CustomEvent<{ successful: boolean; xhr: XMLHttpRequest }>).detail;
    if (successful) {
      unanswered = undefined;
      const answer = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector(".scan-answer");
      void door?.heard(code.value, direction(), answer);
    }
    sending = false;
    code.value = "";
  });
  form.addEventListener("htmx:beforeRequest", (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    if (navigator.onLine || !door?.ready) {
      xhr.timeout = NO_ANSWER;
      return;
    }
    event.preventDefault();
    void alone(null);
  });
  const unheard = () => {
    if (door?.ready && unanswered) void alone(unanswered);
    else say("offline");
  };
  form.addEventListener("htmx:sendError", unheard);
  form.addEventListener("htmx:timeout", unheard);

  /** The phone takes a scan by itself. One that was sent and not answered keeps its number, so that it is one scan. */
  async function alone(sent: { code: string; nonce: string } | null): Promise<void> {
    const text = sent?.code ?? code?.value ?? "";
    if (code) code.value = "";
    unanswered = undefined;
    if (door && text.trim() !== "") {
      const told = await door.scan(text, direction(), sent?.nonce ?? null);
      document.querySelector("#scan-answer")?.replaceChildren(door.draw(told));
    }
    sending = false;
  }

  async function look(read: Read): Promise<void> {
    while (stream?.active && video) {
      const text = sending || video.readyState < 2 ? null : await read(video).catch(() => null);
      const now = performance.now();
      if (text && (text !== last.text || now - last.at > SAME_FOR) && code && form) {
        sending = true;
        navigator.vibrate?.(60);
        code.value = text;
        form.requestSubmit();
      }
      if (text) last = { text, at: now };
      await new Promise((next) => setTimeout(next, LOOK_EVERY));
    }
  }

  function stop(): void {
    stream?.getTracks().forEach((track) => track.stop());
    stream = undefined;
    box.classList.remove("scanning");
    say("ready");
  }

  async function open(): Promise<void> {
    try {
      const wish = { facingMode: "environment", width: { ideal: 1280 } };
      stream = await navigator.mediaDevices.getUserMedia({ video: wish, audio: false });
    } catch (problem) {
      say(problem instanceof DOMException && problem.name === "NotAllowedError" ? "denied" : "none");
      return;
    }
    if (!video) return;
    video.srcObject = stream;
    await video.play();
    box.classList.add("scanning");
    say("looking");
    void look(await reader());
  }

  button.hidden = !navigator.mediaDevices?.getUserMedia;
  button.addEventListener("click", () => (stream ? stop() : void open()));
  addEventListener("pagehide", stop);
  say(button.hidden ? "none" : "ready");
}

const script = (document.currentScript as HTMLScriptElement | null)?.getAttribute("src") ?? "";
const gate = document.querySelector<HTMLElement>("[data-gate]");
const door = gate ? new Door(gate, script) : undefined;
void door?.start();
for (const box of document.querySelectorAll<HTMLElement>("[data-scanner]")) start(box, door);

export {};
