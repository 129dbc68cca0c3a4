// A real browser, as a phone or a desktop.
import assert from "node:assert/strict";

import axe from "axe-core";
import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 900 };
const NARROWEST = 320;
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const PATIENCE = 20_000;

let running;

/** The browser of this file of tests. */
export async function browser() {
  running ??= chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  return running;
}

export async function close() {
  await (await running)?.close();
  running = undefined;
}

/**
 * A person's own browser: nothing is shared with another's. Whatever it asks of another host than
 * the service's, and whatever a page complains of, such as a breach of the content security policy,
 * is kept in `page.complaints` and must be nothing.
 */
export async function newPerson(service, options = {}) {
  const { lang = "kk", viewport = PHONE, colorScheme = "light", ...others } = options;
  const context = await (await browser()).newContext({
    viewport,
    colorScheme,
    locale: lang,
    reducedMotion: "reduce",
    ...others,
  });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.colorScheme = colorScheme;
  watch(page, service);
  return { context, page };
}

function watch(page, service) {
  page.complaints = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== service.url) page.complaints.push(`asked ${url.origin}`);
  });
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("console", (message) => {
    // Chromium reports each answer that is not a success; those are part of the journeys.
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) {
      page.complaints.push(message.text());
    }
  });
}

/** Nothing for axe to find in light and dark, and nothing that scrolls sideways at 320 px. */
export async function assertAccessible(page, where) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violations(page), [], `${where}, ${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: page.colorScheme });
  await assertNarrow(page, where);
}

/** What axe finds: the rule, the elements, and why. */
async function violations(page) {
  // The page's own policy forbids such a script; the debugger does not ask it.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async (values) => {
    const options = { runOnly: { type: "tag", values }, resultTypes: ["violations"] };
    const { violations } = await window.axe.run(document, options);
    const why = ({ html, any }) => [html, ...any.map(({ message }) => message)].join(" ");
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(why).join(" | ")}`);
  }, RULES);
}

async function assertNarrow(page, where) {
  const viewport = page.viewportSize();
  await page.setViewportSize({ width: NARROWEST, height: viewport.height });
  const wide = await page.evaluate((most) => {
    const all = [...document.querySelectorAll("body *")];
    const beyond = all.filter((element) => element.getBoundingClientRect().right > most + 0.5);
    return document.documentElement.scrollWidth > most
      ? [document.documentElement.scrollWidth, ...beyond.slice(0, 3).map(({ outerHTML }) => outerHTML.slice(0, 120))]
      : [];
  }, NARROWEST);
  assert.deepEqual(wide, [], `${where} scrolls sideways on a screen of ${NARROWEST} px`);
  await page.setViewportSize(viewport);
}
