// Back, refresh, signing in late and a lost connection: no answer is lost and nothing is doubled.
import assert from "node:assert/strict";
import { test } from "node:test";

import { DESKTOP } from "./support/browser.mjs";
import { TENANT_OF_SERIK } from "./support/citizen.mjs";
import { Scene } from "./support/scene.mjs";

const scene = Scene.open();

test("somebody checks without signing in, then signs in and keeps the answers", async () => {
  const aigerim = await scene.citizen("aigerim", { lang: "ru" });
  await aigerim.sees("page.start.heading");
  await aigerim.follow("page.start.check");
  await aigerim.answers({
    service: "temporary",
    months: 6,
    citizenship: "citizen",
    relation: "myself",
    age: 34,
    capacity: "full",
    ownership: "sole",
  });
  await aigerim.answers({ kind: "flat", signing: "phone" });
  await aigerim.sees("page.outcome.so_far");
  await aigerim.verdictIs("unknown", ["R3", "R6"]);
  assert.equal(await aigerim.answerTo("months"), "6 месяцев");
  assert.equal(await aigerim.answerTo("age"), "34 года");
  await aigerim.follow("page.outcome.sign_in");
  await aigerim.signsIn();
  await aigerim.answers({ address: { own: "0275300100520005" } });
  await aigerim.sees("page.review.heading");
  assert.equal(await aigerim.answerTo("months"), "6 месяцев");
  assert.equal(await aigerim.answerTo("service"), aigerim.words("common.service.temporary"));
  assert.equal(await aigerim.answerTo("ownership"), aigerim.words("page.ownership.sole"));
});

test("somebody who checks for a child of 13 is told before signing in", async () => {
  const nobody = await scene.citizen("gulnara", { lang: "kk", viewport: DESKTOP });
  await nobody.follow("page.start.check");
  await nobody.answers({ service: "permanent", citizenship: "citizen", relation: "parent", age: 13 });
  await nobody.isTold("not_separate", ["R1"]);
  await nobody.verdictIs("not_separate", ["R1"]);
});

test("Back and refresh keep every answer", async () => {
  const dana = await scene.citizen("dana", { lang: "kk" });
  await dana.begins();
  await dana.answers(TENANT_OF_SERIK);
  await dana.sees("page.review.heading");

  await dana.page.goBack();
  await dana.sees("page.owner.heading");
  assert.equal(await dana.field("page.owner.label").inputValue(), "740428305676");
  await dana.page.goBack();
  await dana.sees("page.address.heading");
  assert.ok(await dana.page.getByRole("radio").first().isChecked(), "the address is still chosen");
  await dana.page.goBack();
  await dana.sees("page.ownership.heading");
  const none = dana.page.getByRole("radio", { name: dana.words("page.ownership.none"), exact: true });
  assert.ok(await none.isChecked());
  await dana.page.goBack();
  await dana.sees("page.months.heading");
  await dana.page.reload();
  await dana.sees("page.months.heading");
  assert.equal(await dana.field("page.months.label").inputValue(), "6");
  await dana.goesOn();
  await dana.sees("page.review.heading");
  await dana.page.reload();
  await dana.sees("page.review.heading");
  assert.equal(await dana.answerTo("owner"), "740428305676");
});

test("changing one answer on the list keeps the others", async () => {
  const dana = await scene.citizen("dana", { lang: "en" });
  await dana.begins();
  await dana.answers(TENANT_OF_SERIK);
  await dana.sees("page.review.heading");
  await dana.follow("page.review.change_named", { what: "term" });
  await dana.answers({ months: 9 });
  await dana.sees("page.review.heading");
  assert.equal(await dana.answerTo("months"), "9 months");
  assert.equal(await dana.answerTo("owner"), "740428305676");
});

test("without a connection nothing is lost, and trying again files once", async () => {
  const saltanat = await scene.citizen("saltanat", { lang: "ru" });
  await saltanat.begins();
  await saltanat.answers({ service: "temporary", months: 3 });
  await saltanat.context.setOffline(true);
  await saltanat.readsWord("page.offline.banner");
  await saltanat.answers({ ownership: "sole", address: { own: "0223300100150002" } });
  await saltanat.readsWord("page.offline.title");
  await saltanat.examine("no connection");
  await saltanat.context.setOffline(false);
  await saltanat.press("page.button.retry");
  await saltanat.sees("page.review.heading");

  await saltanat.context.setOffline(true);
  await saltanat.press("page.review.file");
  await saltanat.readsWord("page.offline.title");
  assert.equal(await saltanat.answerTo("months"), "3 месяца");
  await saltanat.context.setOffline(false);
  await saltanat.files("none");
  assert.deepEqual(await saltanat.history(), ["awaiting_signature"]);
});

test("an answer that gets lost on its way back does not file twice", async () => {
  const vladimir = await scene.citizen("vladimir", { lang: "en" });
  await vladimir.begins();
  await vladimir.answers({
    service: "permanent",
    ownership: "sole",
    address: { own: "0227300100080000" },
    reason: "moved",
  });
  await vladimir.sees("page.review.heading");
  let filed = 0;
  await vladimir.page.route("**/api/v1/applications", async (route) => {
    const answer = await route.fetch();
    assert.equal(answer.status(), 201);
    filed += 1;
    await route.abort("connectionreset");
  });
  await vladimir.press("page.review.file");
  await vladimir.readsWord("page.offline.title");
  await vladimir.page.unroute("**/api/v1/applications");
  assert.equal(filed, 1, "the server did file it");
  await vladimir.files("none");
  assert.deepEqual(await vladimir.history(), ["awaiting_signature"]);
});

test("whoever refreshes after such a loss is led to the application that was filed", async () => {
  const raushan = await scene.citizen("raushan", { lang: "kk" });
  await raushan.begins();
  await raushan.answers({
    service: "temporary",
    months: 1,
    subject: "Ермекова Іңкәр Дәуренқызы",
    ownership: "sole",
    address: { own: "0261300100090000" },
  });
  await raushan.sees("page.review.heading");
  await raushan.page.route("**/api/v1/applications", async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
  await raushan.press("page.review.file");
  await raushan.readsWord("page.offline.title");
  await raushan.page.unroute("**/api/v1/applications");
  await raushan.page.reload();
  await raushan.isTold("resume", ["R23"]);
  assert.deepEqual(await raushan.history(), ["awaiting_signature"]);
});

test("the page opens without a connection once it was there, with the answers", async () => {
  const nurlan = await scene.citizen("nurlan", { lang: "kk" });
  await nurlan.follow("page.start.check");
  await nurlan.answers({ service: "temporary" });
  await nurlan.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await nurlan.sees("page.months.heading");
  await nurlan.type("page.months.label", "7");
  await nurlan.context.setOffline(true);
  await nurlan.page.reload();
  await nurlan.sees("page.months.heading");
  assert.equal(await nurlan.field("page.months.label").inputValue(), "7");
  await nurlan.goesOn();
  await nurlan.answers({ citizenship: "citizen" });
  await nurlan.sees("page.relation.heading");
});

test("Back after filing leads to the start, and forward to the application", async () => {
  const aigerim = await scene.citizen("aigerim", { lang: "ru" });
  await aigerim.begins();
  await aigerim.answers({ service: "temporary", months: 6, ownership: "sole", address: { own: "0275300100520005" } });
  await aigerim.files("none");
  const { path } = aigerim;
  await aigerim.page.goBack();
  await aigerim.sees("page.start.heading");
  assert.equal(aigerim.path, "/");
  await aigerim.page.goForward();
  await aigerim.sees("account.sign.title");
  assert.equal(aigerim.path, path);
  await aigerim.page.reload();
  await aigerim.sees("account.sign.title");
  await aigerim.withdraws();
});

test("whoever files where nothing lies behind can go back to the start too", async () => {
  const aigerim = await scene.citizen("aigerim", { lang: "kk" });
  await aigerim.begins();
  await aigerim.answers({ service: "temporary", months: 6, ownership: "sole", address: { own: "0275300100520005" } });
  await aigerim.sees("page.review.heading");
  await aigerim.open("/review");
  await aigerim.files("none");
  await aigerim.page.goBack();
  await aigerim.sees("page.start.heading");
  await aigerim.page.goForward();
  await aigerim.sees("account.sign.title");
  await aigerim.withdraws();
});

test("a session that ended in the middle asks to sign in and goes on", async () => {
  const serik = await scene.citizen("serik", { lang: "ru" });
  await serik.begins();
  await serik.answers({ service: "temporary", months: 2 });
  await scene.service.forward(20);
  await serik.answers({ ownership: "sole", address: { own: "0275300100520008" } });
  await serik.signsIn();
  await serik.sees("page.review.heading");
  assert.equal(await serik.answerTo("months"), "2 месяца");
});

test("after signing out nothing of the answers is left for the next person", async () => {
  const aigerim = await scene.citizen("aigerim", { lang: "en" });
  await aigerim.begins();
  await aigerim.answers({ service: "temporary", months: 6 });
  await aigerim.press("page.nav.sign_out");
  await aigerim.sees("page.start.heading");
  const kept = await aigerim.page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
  assert.ok(!kept.includes(aigerim.iin), kept);
  await aigerim.follow("page.start.check");
  await aigerim.sees("page.service.heading");
  assert.equal(await aigerim.page.locator("input:checked").count(), 0);
});

test("a phone that loads the page anew while the SMS is read still asks for the code", async () => {
  const serik = await scene.citizen("serik", { lang: "ru" });
  await serik.follow("page.start.sign_in");
  await serik.sees("page.sign_in.heading");
  await serik.type("page.sign_in.iin", serik.iin);
  await serik.press("page.sign_in.send");
  await serik.sees("page.code.heading");
  await serik.page.reload();
  await serik.sees("page.code.heading");
  await serik.type("page.code.label", await serik.phone.nextCode());
  await serik.press("page.code.sign_in");
  await serik.sees("page.service.heading");
  await serik.press("page.nav.sign_out");
  await serik.sees("page.start.heading");
  await serik.follow("page.start.sign_in");
  await serik.sees("page.sign_in.heading");
});
