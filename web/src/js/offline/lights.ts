// Whether a phone could do without a network now: what is in order and what is missing, in words.

/** Draws the lights of a box and gives how it stands: everything, all that must be, or not yet. */
export function showLights(box: HTMLElement, lights: Record<string, boolean>, must: string[]): "good" | "fair" | "bad" {
  for (const light of box.querySelectorAll<HTMLElement>("[data-light]")) {
    const on = lights[light.dataset.light ?? ""] ?? false;
    light.classList.toggle("gate-on", on);
    const text = light.querySelector("[data-light-text]");
    if (text) text.textContent = (on ? light.dataset.yes : light.dataset.no) ?? "";
  }
  const enough = must.every((name) => lights[name]);
  const ready = !enough ? "bad" : Object.values(lights).every(Boolean) ? "good" : "fair";
  box.dataset.ready = ready;
  return ready;
}
