// What every page keeps, in each of the ways it can be read.
import assert from "node:assert/strict";
import axe from "axe-core";
import { wish } from "./browser.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What differs between light and dark: the same page is there, in other colours. */
const COLOURS = ["color-contrast", "link-in-text-block"];
/**
 * How a page is looked at, and what axe checks there. Large print has the colours of normal print, and the
 * rules ask for less contrast the larger the text, so colours are checked once.
 */
const VIEWS = [
  { name: "light", large: false, dark: false, axe: { runOnly: { type: "tag", values: TAGS } } },
  { name: "dark", large: false, dark: true, axe: { runOnly: { type: "rule", values: COLOURS } } },
  {
    name: "large", large: true, dark: false,
    axe: { runOnly: { type: "tag", values: TAGS }, rules: Object.fromEntries(COLOURS.map((id) => [id, { enabled: false }])) },
  },
];

/**
 * Opens `path` in both languages, and in each looks at it in normal and large print, by day and by night.
 * Holds it to the rules: axe finds nothing, nothing is wider than the screen, the policy refuses nothing,
 * no script throws. `prepare` brings the page into a state first.
 */
export async function audit(page, path, prepare = async () => {}) {
  const address = new URL(path, page.context()._options.baseURL).origin;
  const found = [];
  for (const lang of ["zh-CN", "en"]) {
    await wish(page.context(), address, { lang, large: false, dark: false });
    await page.goto(path);
    await prepare(page);
    const wrong = await look(page);
    found.push(...[...wrong, ...page.problems.splice(0)].map((what) => `${path} (${lang}) ${what}`));
  }
  if (found.length > 0) assert.fail(found.join("\n"));
}

/** Everything wrong with the page as it stands, in every view. */
async function look(page) {
  await page.evaluate(axe.source);
  return page.evaluate(lookInEveryView, VIEWS);
}

/**
 * Runs in the page. Print size and theme are two attributes of the document and nothing else, so they are
 * changed in place.
 */
async function lookInEveryView(views) {
  const root = document.documentElement;
  const found = [];
  for (const { name, large, dark, axe: options } of views) {
    root.toggleAttribute("data-large", large);
    root.dataset.theme = dark ? "night" : "paper";
    const { violations } = await axe.run(document, { ...options, resultTypes: ["violations"], preload: false });
    for (const { id, nodes } of violations) {
      for (const { target, failureSummary } of nodes) {
        found.push(`${name}: ${id}: ${target.join(" ")}\n    ${failureSummary.split("\n").slice(1).join(" ")}`);
      }
    }
    const room = root.clientWidth;
    if (root.scrollWidth > room) {
      const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > room + 1);
      const names = wide.slice(0, 3).map((e) => `${e.tagName.toLowerCase()}.${e.className}`);
      found.push(`${name}: wider than the screen: ${names.join(", ") || "the page"}`);
    }
  }
  return found;
}
