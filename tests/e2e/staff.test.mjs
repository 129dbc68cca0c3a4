// Those who work with the service, at /staff: an operator of a public service centre, an auditor, and
// somebody who has no role.
import assert from "node:assert/strict";
import { test } from "node:test";

import { DESKTOP } from "./support/browser.mjs";
import { Client } from "./support/client.mjs";
import { Scene } from "./support/scene.mjs";
import { Staff } from "./support/staff.mjs";
import { until } from "./support/until.mjs";
import { LANGUAGES } from "./support/words.mjs";

const scene = Scene.open({ examined: true });
const OFFICE = "ХҚКО (ЦОН) № 3, Алматы";
const FLAT = { service: "temporary", months: 1, subject: "myself", ownership: "sole", rca: "0275300100520005" };
/** A flat of Serik's, who has to agree. */
const OF_SERIK = { service: "temporary", months: 6, subject: "myself", ownership: "none", rca: "0275300100520007", owner: "740428305676", state_rental: false };

/** Aigerim's application, filed once for all tests of this file. */
let filed;
async function application() {
  const { iin } = await scene.service.person("aigerim");
  if (!filed) {
    const client = new Client(scene.service);
    await client.signIn("aigerim");
    filed = (await client.post("applications", { answers: FLAT, lang: "en" })).body.number;
  }
  return { number: filed, iin };
}

/** A person of the sandbox at /staff, signed in with a code of their own; a person gets ten in a day. */
async function at(key, { lang = "en", ...options } = {}) {
  const person = await scene.service.person(key);
  const { page } = await scene.browser({ lang, ...options });
  const staff = new Staff({ scene, page, lang, person });
  await staff.open(`/staff?lang=${lang}`);
  await staff.signsIn();
  return staff;
}

/** Gauhar at /staff, signed in once for all tests that are not about signing in. */
let kept;
async function gauharAgain(options = {}) {
  if (kept) {
    const person = await scene.service.person("gauhar");
    const { page } = await scene.browser({ lang: "en", storageState: kept, ...options });
    const gauhar = new Staff({ scene, page, lang: "en", person });
    await gauhar.open("/staff?lang=en");
    return gauhar;
  }
  const gauhar = await at("gauhar", options);
  await gauhar.sees("staff.operator.heading");
  kept = await gauhar.page.context().storageState();
  return gauhar;
}

for (const lang of LANGUAGES) {
  test(`an operator looks at an application, and its applicant is told (${lang})`, async () => {
    const { number, iin } = await application();
    const { address, subject, phone } = { address: "Абай", subject: "Айгерім", phone: "700 000 01 01" };
    const gauhar = await at("gauhar", { lang });
    await gauhar.sees("staff.operator.heading");
    await gauhar.readsWord("staff.operator.notice");
    await gauhar.looksAt(number.toLowerCase().replaceAll("-", " "), iin);
    await gauhar.sees("staff.look.heading", { number });
    await gauhar.readsWord("common.state.awaiting_signature");
    await gauhar.readsWord("staff.timeline.filed");
    await gauhar.readsWord("staff.look.noted");
    await gauhar.readsWord("rules.R3.title");
    for (const hidden of [address, subject, phone, iin]) assert.ok(!(await gauhar.canRead(hidden)), hidden);
    assert.equal(new URL(gauhar.page.url()).search, `?lang=${lang}`, "nothing of anybody is in the address");
    await gauhar.press("staff.look.clear");
    await gauhar.sees("staff.operator.heading");
    assert.ok(!(await gauhar.canRead(number)), "the next at the counter sees nothing of it");

    const aigerim = await scene.citizen("aigerim", { lang: "en", path: "/messages" });
    await aigerim.signsIn();
    await aigerim.sees("account.messages.title");
    await aigerim.readsWord("server.notice.looked", { office: OFFICE, number });
    // However often the operators of an office look, and in whichever language, it is one message a day.
    assert.equal(await aigerim.page.getByText(OFFICE).filter({ visible: true }).count(), 1);
  });
}

test("what an operator found stays in another language, and is not asked for again", async () => {
  const { number, iin } = await application();
  const client = new Client(scene.service);
  await client.signIn("aigerim");
  const looks = async () => (await client.get(`applications/${number}/looks`)).body.looks.length;
  const gauhar = await at("gauhar");
  await gauhar.sees("staff.operator.heading");
  await gauhar.looksAt("T-12", iin);
  await gauhar.readsWord("staff.field.number");
  await gauhar.switchTo("ru");
  await gauhar.sees("staff.operator.heading");
  await gauhar.readsWord("staff.field.number");
  assert.equal(await gauhar.field("staff.operator.iin").inputValue(), iin, "what was typed stays");
  await gauhar.looksAt(number, iin);
  await gauhar.sees("staff.look.heading", { number });
  const before = await looks();
  const asked = [];
  gauhar.page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    // Chromium fetches the icon again with every new address of a page.
    if (pathname !== "/icon.svg") asked.push(pathname);
  });
  for (const lang of ["kk", "en", "ru"]) {
    await gauhar.switchTo(lang);
    await gauhar.sees("staff.look.heading", { number });
    await gauhar.readsWord("common.state.awaiting_signature");
    await gauhar.readsWord("rules.R6.title");
    await gauhar.readsWord("staff.look.clear");
    await gauhar.readsWord("staff.sign_out");
    assert.equal(new URL(gauhar.page.url()).search, `?lang=${lang}`);
  }
  assert.deepEqual(asked, [], "nothing is asked of the server");
  assert.equal(await looks(), before);
  await gauhar.open("/staff");
  await gauhar.sees("staff.operator.heading");
});

test("an operator reads how long the owners had, in the rule that ended it", async () => {
  const { iin } = await scene.service.person("dana");
  const client = new Client(scene.service);
  await client.signIn("dana");
  const { number } = (await client.post("applications", { answers: OF_SERIK, lang: "en" })).body;
  await scene.service.forward(61);
  await client.signIn("dana");
  const state = async () => (await client.get(`applications/${number}`)).body.state;
  await until(async () => (await state()) === "cancelled", "the time of the owners is up");
  const gauhar = await gauharAgain();
  await gauhar.sees("staff.operator.heading");
  await gauhar.looksAt(number, iin);
  await gauhar.sees("staff.look.heading", { number });
  for (const lang of ["en", "kk", "ru"]) {
    await gauhar.switchTo(lang);
    await gauhar.readsWord("rules.R9.title", { minutes: 60 });
  }
});

test("a step of signing in stays in another language: no second code is sent", async () => {
  const person = await scene.service.person("gauhar");
  const { page } = await scene.browser({ lang: "en" });
  const gauhar = new Staff({ scene, page, lang: "en", person });
  await gauhar.open("/staff?lang=en");
  await gauhar.sees("staff.sign_in.heading");
  await gauhar.type("page.sign_in.iin", person.iin);
  await gauhar.switchTo("kk");
  await gauhar.sees("staff.sign_in.heading");
  await gauhar.press("page.sign_in.send");
  await gauhar.sees("page.code.heading");
  const code = await gauhar.phone.nextCode();
  await gauhar.switchTo("ru");
  await gauhar.sees("page.code.heading");
  await gauhar.type("page.code.label", code);
  await gauhar.press("page.code.sign_in");
  await gauhar.sees("staff.operator.heading");
});

test("an operator is told what is wrong in what was typed, and what is not there", async () => {
  const { number } = await application();
  const dana = await scene.service.person("dana");
  const gauhar = await gauharAgain();
  await gauhar.sees("staff.operator.heading");
  await gauhar.press("staff.operator.show");
  const summary = gauhar.page.getByRole("alert").filter({ hasText: gauhar.words("staff.failure.summary") });
  await until(() => summary.evaluate((element) => element === document.activeElement), "the summary has the focus");
  await gauhar.examine("staff: errors");
  await summary.getByRole("link", { name: gauhar.words("staff.field.empty") }).click();
  assert.equal((await gauhar.focus()).id, "number");
  await gauhar.looksAt("T-12", "9608");
  await summary.getByRole("link", { name: gauhar.words("staff.field.number") }).waitFor();
  await summary.getByRole("link", { name: gauhar.words("page.number.length", { expected: 12, given: 4 }) }).waitFor();
  await gauhar.looksAt(number, "960814444428");
  await summary.getByRole("link", { name: gauhar.words("page.number.checksum") }).waitFor();
  await gauhar.looksAt(number, dana.iin);
  await gauhar.readsWord("staff.operator.not_found");
  await gauhar.examine("staff: not found");
});

test("an auditor pages through the log, asks about one application, and has it verified", async () => {
  const { number, iin } = await application();
  const client = new Client(scene.service);
  await client.signIn("rustem");
  // More lines than are shown at once: each reading is one.
  for (let reading = 0; reading < 205; reading += 1) {
    const { status } = await client.get("staff/audit");
    if (status === 429) await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const rustem = await at("rustem", { viewport: DESKTOP });
  await rustem.sees("staff.auditor.heading");
  await rustem.press("staff.lines.show");
  await rustem.reads(rustem.words.counted("staff.lines.found", 200));
  assert.equal(await rustem.page.locator("tbody tr").count(), 200);
  await rustem.press("staff.lines.older");
  await rustem.readsWord("staff.lines.oldest");
  const rows = await rustem.page.locator("tbody tr").allInnerTexts();
  assert.ok(rows.length > 205, `${rows.length} lines`);
  assert.equal(new Set(rows).size, rows.length, "no line stands twice");
  assert.ok(!(await rustem.canRead(iin)), "the log names nobody");

  await rustem.type("staff.lines.number", "T-1");
  await rustem.press("staff.lines.show");
  await rustem.page.getByRole("link", { name: rustem.words("staff.field.number") }).waitFor();
  await rustem.type("staff.lines.number", number);
  await rustem.press("staff.lines.show");
  await rustem.readsWord("staff.action.file");
  await rustem.examine("staff: lines about an application");
  await rustem.page.getByLabel(rustem.words("staff.lines.until")).fill("2020-01-01");
  await rustem.press("staff.lines.show");
  await rustem.readsWord("staff.lines.none");

  await rustem.press("staff.verify.start");
  await rustem.readsWord("staff.verify.whole");
  await rustem.reads(/^[0-9a-f]{64}$/);
  await rustem.examine("staff: verified");

  await rustem.switchTo("ru");
  await rustem.sees("staff.auditor.heading");
  await rustem.readsWord("staff.lines.none");
  await rustem.readsWord("staff.verify.whole");
});

test("somebody without a role is told so, and can go to what is theirs", async () => {
  const dana = await at("dana");
  await dana.sees("staff.none.heading");
  await dana.readsWord("staff.none.text");
  await dana.follow("staff.none.messages");
  await dana.sees("account.messages.title");
});

test("whoever signs out, or is signed out, leaves nothing on the screen", async () => {
  const { number, iin } = await application();
  const gauhar = await at("gauhar", { colorScheme: "dark" });
  await gauhar.sees("staff.operator.heading");
  await gauhar.looksAt(number, iin);
  await gauhar.sees("staff.look.heading", { number });
  await gauhar.press("staff.sign_out");
  await gauhar.sees("staff.sign_in.heading");
  await gauhar.readsWord("staff.sign_in.over");
  assert.ok(!(await gauhar.canRead(number)));
  await gauhar.signsIn();
  await gauhar.sees("staff.operator.heading");
  await gauhar.page.context().clearCookies();
  await gauhar.looksAt(number, iin);
  await gauhar.sees("staff.sign_in.heading");
  await gauhar.readsWord("staff.sign_in.ended");
});

test("a look goes on paper with nothing but what was found, and works by keyboard", async () => {
  const { number, iin } = await application();
  const gauhar = await gauharAgain({ forcedColors: "active" });
  await gauhar.sees("staff.operator.heading");
  await gauhar.type("staff.operator.number", number);
  await gauhar.page.keyboard.press("Tab");
  await gauhar.page.keyboard.type(iin);
  await gauhar.page.keyboard.press("Enter");
  await gauhar.sees("staff.look.heading", { number });
  assert.equal((await gauhar.focus()).tag, "h1");
  await gauhar.page.emulateMedia({ media: "print" });
  for (const element of ["button", "nav", "footer", "header"]) {
    const shown = await gauhar.page.locator(element).filter({ visible: true }).allInnerTexts();
    assert.deepEqual(shown, [], `${element} on paper`);
  }
});

test("the citizens' page, kept for when there is no connection, is still theirs after a visit here", async () => {
  const gauhar = await scene.citizen("gauhar", { lang: "en" });
  await gauhar.sees("page.start.heading");
  await gauhar.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await gauhar.open("/staff?lang=en");
  await gauhar.sees("staff.sign_in.heading");
  await gauhar.context.setOffline(true);
  await gauhar.open("/");
  await gauhar.sees("page.start.heading");
  await gauhar.context.setOffline(false);
  gauhar.page.complaints.length = 0;
});
