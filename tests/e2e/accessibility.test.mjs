// Pages that journeys pass too quickly or that no journey comes to; each journey has its own pages
// examined as it sees them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { DESKTOP } from "./support/browser.mjs";
import { Client } from "./support/client.mjs";
import { Reader } from "./support/reader.mjs";
import { TENANT_OF_SERIK } from "./support/citizen.mjs";
import { Scene } from "./support/scene.mjs";
import { until } from "./support/until.mjs";

const scene = Scene.open({ examined: true });

test("every question that somebody who has not signed in can be asked", async () => {
  const nobody = await scene.citizen("aigerim", { lang: "kk" });
  await nobody.follow("page.start.check");
  await nobody.answers({
    service: "temporary",
    months: 6,
    citizenship: "citizen",
    relation: "myself",
    age: 30,
    capacity: "full",
    ownership: "none",
    region: "71",
    kind: "flat",
    owners: "all_full",
    related: "none",
    area: "15.5",
    signing: "phone",
  });
  await nobody.sees("page.outcome.so_far");
  for (const question of ["agreement", "institution"]) {
    await nobody.open(`/apply/${question}`);
    await nobody.sees(`page.${question}.heading`);
  }
});

test("the verdict panel, opened, with all its groups", async () => {
  for (const options of [{ lang: "ru" }, { lang: "en", viewport: DESKTOP, colorScheme: "dark" }]) {
    const nobody = await scene.citizen("aigerim", options);
    await nobody.follow("page.start.check");
    await nobody.answers({ service: "temporary", months: 6 });
    await nobody.sees("page.citizenship.heading");
    await nobody.page.evaluate(() => {
      for (const details of document.querySelectorAll("aside details")) details.open = true;
    });
    await nobody.examine(`verdict panel ${options.lang}`);
  }
});

test("the page while registers are asked, and when they do not answer", async () => {
  const dana = await scene.citizen("dana", { lang: "en" });
  await dana.begins();
  let go;
  const held = new Promise((resolve) => (go = resolve));
  await dana.page.route("**/api/v1/dwelling-check", async (route) => {
    await held;
    await route.abort("connectionreset");
  });
  await dana.answers(TENANT_OF_SERIK);
  await dana.sees("page.check.heading");
  go();
  await dana.readsWord("page.offline.title");
  await dana.examine("registers do not answer");
  await dana.link("page.check.other_owner").waitFor();
});

test("pages without anything on them yet, and pages that are not there", async () => {
  const yerlan = await scene.citizen("yerlan", { lang: "ru", path: "/applications" });
  await yerlan.signsIn();
  await yerlan.sees("account.history.title");
  await yerlan.readsWord("account.history.empty_title");
  await yerlan.follow("page.nav.messages");
  await yerlan.sees("account.messages.title");
  await yerlan.readsWord("account.messages.empty_title");
  const other = new Client(scene.service);
  await other.signIn("aigerim");
  const answers = { service: "temporary", months: 1, subject: "myself", ownership: "sole", rca: "0275300100520005" };
  const { body } = await other.post("applications", { answers, lang: "en" });
  await yerlan.open(`/applications/${body.number}`);
  await yerlan.sees("account.application.not_found_title");
  await yerlan.open("/applications/1");
  await yerlan.sees("page.not_found.heading");
  const nobody = await scene.citizen("yerlan", { lang: "en", path: "/c/AAAAAAAAAAAAAAAAAAAAAA" });
  await nobody.sees("account.owner.unknown_title");
});

test("the pages of the sandbox, narrow and wide", async () => {
  for (const viewport of [undefined, DESKTOP]) {
    const { page } = await scene.browser({ lang: "en", ...(viewport && { viewport }) });
    const reader = new Reader({ scene, page, lang: "en" });
    const size = viewport ? "wide" : "narrow";
    await reader.open("/sandbox/?lang=en");
    await reader.reads((await scene.service.person("aigerim")).name);
    await reader.examine(`sandbox people, ${size}`);
    await reader.open("/sandbox/phone?lang=en");
    await reader.reads((await scene.service.person("serik")).name);
    await reader.examine(`sandbox phones, ${size}`);
    await reader.open("/sandbox/phone?lang=en&number=77000000102");
    await reader.reads((await scene.service.person("nurlan")).name);
    await reader.examine(`sandbox phone, ${size}`);
  }
});

test("with forced colours everything that is chosen or pressed still shows", async () => {
  const dana = await scene.citizen("dana", { lang: "ru", path: "/apply/service", forcedColors: "active" });
  await dana.choose(dana.words("page.service.temporary"));
  const edges = await dana.page.evaluate(() => {
    const edge = (element) => {
      const { borderTopStyle, borderTopWidth, outlineStyle } = getComputedStyle(element);
      return (borderTopStyle !== "none" && borderTopWidth !== "0px") || outlineStyle !== "none";
    };
    return {
      forced: matchMedia("(forced-colors: active)").matches,
      button: edge(document.querySelector("form .button")),
      choice: edge(document.querySelector(".choice.chosen")),
    };
  });
  assert.deepEqual(edges, { forced: true, button: true, choice: true });
});

test("nothing moves for whoever wants less motion", async () => {
  for (const [key, reducedMotion, moves] of [["yerlan", "reduce", false], ["ainur", "no-preference", true]]) {
    const person = await scene.citizen(key, { lang: "kk", reducedMotion, path: "/messages" });
    await person.signsIn();
    await person.sees("account.messages.title");
    // The server says nothing, so that the page goes on waiting.
    await person.page.route("**/api/v1/applications", () => {});
    await person.follow("page.nav.applications");
    await person.readsWord("account.history.loading");
    const running = () => document.getAnimations().some(({ playState }) => playState === "running");
    await until(async () => (await person.page.evaluate(running)) === moves, `${reducedMotion}: it moves: ${moves}`);
  }
});

test("the text can be twice as large without scrolling sideways", async () => {
  const dana = await scene.citizen("dana", { lang: "kk" });
  await dana.sees("page.start.heading");
  await dana.page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  const wide = await dana.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 360, `${wide} px`);
});

test("the confirmation is printed with its number and without buttons", async () => {
  const svetlana = await scene.citizen("svetlana", { lang: "en" });
  await svetlana.begins();
  await svetlana.answers({ service: "temporary", months: 12, ownership: "sole", address: { own: "0259300100190003" } });
  await svetlana.files("none");
  await svetlana.signs();
  const { page, number } = svetlana;
  await page.emulateMedia({ media: "print" });
  await svetlana.reads(number);
  await svetlana.readsWord("account.registered.sheet_title");
  for (const element of ["button", "nav", "aside", "footer", "header"]) {
    const shown = await page.locator(element).filter({ visible: true }).allInnerTexts();
    assert.deepEqual(shown, [], `${element} on paper`);
  }
  const pdf = await page.pdf({ format: "A4" });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
  assert.equal(pages, 1, "one sheet of paper");
});
