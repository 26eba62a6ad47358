// What every page keeps, in each of the ways it can be read.
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { wish } from "./browser.mjs";

/** What can differ between light and dark: the same page is there, in other colours. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Every way to read a page: both languages, normal and large print, light and dark. */
export const WAYS = ["zh-CN", "en"].flatMap((lang) =>
  [false, true].flatMap((large) => [false, true].map((dark) => ({ lang, large, dark }))),
);

/**
 * Opens `path` in every way and holds it to the rules: axe finds nothing, nothing is wider than the
 * screen, the policy refuses nothing, no script throws. `prepare` brings the page into a state first.
 */
export async function audit(page, path, prepare = async () => {}) {
  const address = new URL(path, page.context()._options.baseURL).origin;
  const found = [];
  for (const way of WAYS) {
    await wish(page.context(), address, way);
    await page.goto(path);
    await prepare(page);
    const name = `${path} (${way.lang}${way.large ? ", large" : ""}${way.dark ? ", dark" : ""})`;
    const axe = new AxeBuilder({ page });
    const { violations } = await (way.dark ? axe.withRules(COLOUR_RULES) : axe.withTags(TAGS)).analyze();
    for (const violation of violations) {
      for (const node of violation.nodes) {
        found.push(`${name}: ${violation.id}: ${node.target.join(" ")}\n    ${node.failureSummary?.split("\n").slice(1).join(" ")}`);
      }
    }
    const wide = await page.evaluate(() => {
      const room = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= room) return null;
      const widest = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > room + 1);
      return widest.slice(0, 3).map((e) => `${e.tagName.toLowerCase()}.${e.className}`).join(", ") || "the page";
    });
    if (wide) found.push(`${name}: wider than the screen: ${wide}`);
    found.push(...page.problems.splice(0).map((problem) => `${name}: ${problem}`));
  }
  if (found.length > 0) assert.fail(found.join("\n"));
}
