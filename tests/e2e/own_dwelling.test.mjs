// Owners, and those who act for a child or a ward: nobody else has to agree.
import assert from "node:assert/strict";
import { test } from "node:test";

import { DESKTOP } from "./support/browser.mjs";
import { Scene } from "./support/scene.mjs";

const scene = Scene.open({ examined: true });

test("an owner registers in their own flat for half a year", async () => {
  const aigerim = await scene.citizen("aigerim", { lang: "kk" });
  await aigerim.begins();
  await aigerim.answers({ service: "temporary", months: 6, ownership: "sole", address: { own: "0275300100520005" } });
  await aigerim.sees("page.review.heading");
  await aigerim.verdictIs("online");
  // What follows from not registering, by the numbers of the law (R21).
  await aigerim.readsWord("page.review.fine_title");
  const notice = aigerim.page.locator(".notice").filter({ hasText: "R21" });
  assert.match(await notice.innerText(), /^10 күннен.*30\s275\s₸.*56\s225\s₸/m);
  assert.equal(await aigerim.answerTo("months"), "6 ай");
  assert.equal(await aigerim.answerTo("ownership"), aigerim.words("page.ownership.sole"));
  await aigerim.files("none");
  const { number } = aigerim;
  assert.match(await aigerim.page.locator(".document").innerText(), new RegExp(number));
  await aigerim.signs();
  await aigerim.reads(number);
  await aigerim.readsWord("account.registered.address_stays");
  assert.deepEqual(await aigerim.history(), ["registered"]);
  const [last] = await aigerim.messages();
  assert.match(last, new RegExp(number));
  assert.match(last, /Абай/);
});

test("a mother registers her daughter of 14", async () => {
  const bakhyt = await scene.citizen("bakhyt", { lang: "ru", colorScheme: "dark" });
  await bakhyt.begins();
  await bakhyt.answers({
    service: "permanent",
    subject: "Рахимова Камила Бақытқызы",
    ownership: "sole",
    address: { own: "0255300100440005" },
    reason: "family",
  });
  await bakhyt.sees("page.review.heading");
  assert.equal(await bakhyt.answerTo("subject"), "Рахимова Камила Бақытқызы");
  await bakhyt.files("none");
  await bakhyt.signs();
  await bakhyt.reads("Рахимова Камила Бақытқызы");
});

test("a guardian registers a ward, on a desktop", async () => {
  const aliya = await scene.citizen("aliya", { lang: "en", viewport: DESKTOP });
  await aliya.begins();
  await aliya.answers({
    service: "permanent",
    subject: "Мәмбетов Мұхтар Төлеуұлы",
    ownership: "sole",
    address: { own: "0210300100880006" },
    reason: "family",
  });
  await aliya.sees("page.review.heading");
  await aliya.verdictIs("online", ["R4", "R6"]);
  await aliya.files("none");
  await aliya.signs();
  await aliya.reads("Мәмбетов Мұхтар Төлеуұлы");
});

test("an application is withdrawn instead of signed, and filed again", async () => {
  const saltanat = await scene.citizen("saltanat", { lang: "ru" });
  await saltanat.begins();
  const answers = { service: "temporary", months: 3, ownership: "sole", address: { own: "0223300100150002" } };
  await saltanat.answers(answers);
  await saltanat.files("none");
  await saltanat.withdraws();
  await saltanat.readsWord("account.ended.withdrawn_next");
  await saltanat.press("account.ended.again");
  await saltanat.sees("page.review.heading");
  assert.equal(await saltanat.answerTo("months"), "3 месяца");
  await saltanat.files("none");
  assert.deepEqual(await saltanat.history(), ["awaiting_signature", "withdrawn"]);
});

test("whoever changes their mind about withdrawing keeps the application", async () => {
  const nurlan = await scene.citizen("nurlan", { lang: "en" });
  await nurlan.begins();
  await nurlan.answers({
    service: "permanent",
    ownership: "sole",
    address: { own: "0235300100180000" },
    reason: "bought",
  });
  await nurlan.files("none");
  await nurlan.press("account.withdraw.start");
  await nurlan.press("account.withdraw.no");
  await nurlan.signs();
  await nurlan.readsWord("account.registered.no_visit");
});

test("a second application for the same person leads back to the first", async () => {
  const olga = await scene.citizen("olga", { lang: "ru" });
  const answers = {
    service: "permanent",
    subject: "Волков Артём Денисович",
    ownership: "sole",
    address: { own: "0263300100720002" },
  };
  await olga.begins();
  await olga.answers({ ...answers, reason: "family" });
  await olga.files("none");
  await olga.open("/");
  await olga.press("page.start.apply");
  await olga.answers(answers);
  await olga.isTold("resume", ["R23"]);
});
