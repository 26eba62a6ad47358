// Debian's Chromium, and readers in it.
import { chromium } from "playwright-core";

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1440, height: 900 };

/** Starts the browser. `args` come on top, e.g. a film in place of a camera. */
export function launch(args = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    // Without a UTF-8 locale that exists on the machine, Chromium can't open a file with a Chinese name.
    env: { ...process.env, LC_ALL: "C.UTF-8" },
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", ...args,
    ],
  });
}

/**
 * A reader with cookies of their own. What the page's policy refuses or a script throws fails the test:
 * it is collected in `page.problems`.
 * @param wishes lang "zh-CN" | "en", large, dark, desk, scripts (false: JavaScript off), offlineReady
 *   (true: the service worker may run)
 */
export async function reader(browser, address, wishes = {}) {
  const { lang = "zh-CN", large = false, dark = false, desk = false, scripts = true, offlineReady = false } = wishes;
  const context = await browser.newContext({
    baseURL: address,
    viewport: desk ? DESK : PHONE,
    isMobile: !desk,
    hasTouch: !desk,
    locale: lang,
    timezoneId: "Asia/Shanghai",
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
    javaScriptEnabled: scripts,
    serviceWorkers: offlineReady ? "allow" : "block",
  });
  await wish(context, address, { lang, large, dark });
  const page = await context.newPage();
  page.problems = [];
  page.on("console", (message) => {
    // A page that answers 404 or 422 on purpose is reported by the browser, too; that is no problem of the page.
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) page.problems.push(message.text());
  });
  page.on("pageerror", (error) => page.problems.push(String(error)));
  return page;
}

/** Sets what the reader wishes, as the switches on the page do. */
export async function wish(context, address, { lang, large, dark }) {
  const cookie = (name, value) => ({ name, value, url: address });
  await context.addCookies([
    cookie("lq_lang", lang),
    cookie("lq_large", large ? "1" : "0"),
    cookie("lq_theme", dark ? "dark" : "light"),
  ]);
}

/** Signs a person of the demonstration in, through the page as they would. */
export async function signIn(page, { phone, password }) {
  await page.goto("/sign-in/password");
  await page.locator("input[name=phone]").fill(phone);
  await page.locator("input[name=password]").fill(password);
  await page.locator("input[name=password]").press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}
