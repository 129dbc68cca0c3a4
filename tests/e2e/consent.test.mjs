// Owners are asked: by SMS and by link; they agree, refuse, or say nothing.
import assert from "node:assert/strict";
import { test } from "node:test";

import { DESKTOP } from "./support/browser.mjs";
import { link, replyCode } from "./support/phone.mjs";
import { Reader } from "./support/reader.mjs";
import { TENANT_OF_SERIK } from "./support/citizen.mjs";
import { Scene } from "./support/scene.mjs";
import { words } from "./support/words.mjs";

const scene = Scene.open({ examined: true });

/** A tenant has filed, and this is the SMS that the owner got. */
async function asked(citizen, owner, answers) {
  await citizen.begins();
  await citizen.answers(answers);
  await citizen.files(answers.ownership === "shared" ? "co_owners" : "all_owners");
  return (await scene.service.phoneOf(owner)).next();
}

test("a tenant registers with the owner's consent by SMS, read and answered on the phone page", async () => {
  const dana = await scene.citizen("dana", { lang: "ru" });
  await dana.begins();
  const { address } = TENANT_OF_SERIK;
  await dana.answers({ ...TENANT_OF_SERIK, address: { search: "Абай 52 7", rca: address.search } });
  await dana.sees("page.review.heading");
  await dana.verdictIs("all_owners");
  await dana.files("all_owners");
  await dana.readsWord("account.consent.everyone");
  assert.ok(!(await dana.canRead(dana.words("account.consent.owner", { n: 1 }))), "a tenant sees no single owner");

  const { page } = await scene.browser({ lang: "ru" });
  const phone = new Reader({ scene, page, lang: "ru" });
  await phone.open("/sandbox/phone?number=77000000302&lang=ru");
  await phone.reads(dana.person.name);
  const sms = await page.getByRole("log").innerText();
  // In the hour before midnight the day is said too.
  assert.match(sms, /Ответьте ДА \d{4} или НЕТ \d{4} до (\d+ \S+ \d{4} г\., )?\d\d:\d\d либо откройте http\S+\/c\/\S+/);
  await phone.type("sandbox.phone.reply", `да ${replyCode(sms)}`);
  await phone.press("sandbox.phone.send");
  await phone.reads("Ваше согласие принято");
  await phone.examine("sandbox phone");

  await dana.signs();
  assert.deepEqual(await dana.history(), ["registered"]);
});

test("an owner agrees by the link, and the page tells the applicant by itself", async () => {
  const timur = await scene.citizen("timur", { lang: "kk", colorScheme: "dark" });
  const sms = await asked(timur, "galina", {
    service: "permanent",
    ownership: "none",
    address: { search: "0275300200900003" },
    owner: "610709478847",
    reason: "work",
  });
  const galina = await scene.owner(sms, { lang: "ru", colorScheme: "dark" });
  await galina.sees("account.owner.title");
  await galina.readsWord("account.owner.lead", { name: timur.person.name });
  await galina.readsWord("account.owner.permanently");
  await galina.agrees();
  await galina.open(new URL(link(sms)).pathname);
  await galina.sees("account.owner.agreed_title");
  await timur.signs();
});

test("an owner refuses: the application ends, and can be filed again", async () => {
  const marat = await scene.citizen("marat", { lang: "ru" });
  const sms = await asked(marat, "viktor", {
    service: "temporary",
    months: 12,
    ownership: "none",
    address: { search: "0271300100170004" },
    owner: "690325382608",
  });
  const viktor = await scene.owner(sms, { lang: "ru" });
  await viktor.declines();
  await marat.sees("account.ended.refused_title");
  await marat.readsWord("rules.R10.title");
  await marat.readsWord("rules.R10.next");
  await marat.press("account.ended.again");
  await marat.sees("page.ownership.heading");
  assert.deepEqual(await marat.history(), ["refused"]);
});

test("an hour without an answer cancels, and a later reply is told so", async () => {
  const zarina = await scene.citizen("zarina", { lang: "kk" });
  const answers = {
    service: "temporary",
    months: 9,
    ownership: "none",
    address: { search: "0279300100310006" },
    owner: "720630383523",
  };
  const sms = await asked(zarina, "bolat", answers);
  const bolat = await scene.owner(sms, { lang: "ru", viewport: DESKTOP });
  await bolat.sees("account.owner.title");
  await scene.service.forward(59);
  await scene.service.forward(2);

  // Nobody stays signed in for an hour without doing anything.
  await zarina.open(zarina.path);
  await zarina.signsIn();
  await zarina.sees("account.ended.cancelled_title");
  await zarina.readsWord("rules.R9.title", { minutes: 60 });

  const phone = await scene.service.phoneOf("bolat");
  await phone.reply(`ИӘ ${replyCode(sms)}`);
  const answer = await phone.next();
  assert.match(answer, /Жауабыңыз кеш келді/);
  assert.match(answer, /бұл өтініш бойынша тіркеу болмайды/i);
  await bolat.press("account.owner.agree");
  await bolat.sees("account.owner.too_late_title");
  assert.deepEqual(await zarina.history(), ["cancelled"]);
});

test("co-owners: one agrees, one refuses, and the share-holder sees each of them", async () => {
  const asel = await scene.citizen("asel", { lang: "en", viewport: DESKTOP });
  await asel.begins();
  await asel.answers({
    service: "permanent",
    ownership: "shared",
    address: { own: "0279300100310003" },
    reason: "family",
  });
  await asel.sees("page.review.heading");
  await asel.verdictIs("co_owners", ["R3", "R7"]);
  await asel.files("co_owners");
  await asel.readsWord("account.agreed_of_all", { n: 0, all: 2 });

  const [daniyar, madina] = await Promise.all(["daniyar", "madina"].map((key) => scene.service.phoneOf(key)));
  const first = await daniyar.next();
  await daniyar.reply(`YES ${replyCode(first)}`);
  assert.match(await daniyar.next(), /^Your consent is recorded/);
  await asel.readsWord("account.agreed_of_all", { n: 1, all: 2 });
  await daniyar.reply(`no ${replyCode(first)}`);
  assert.match(await daniyar.next(), /^You have already answered/);

  await madina.reply(`NO ${replyCode(await madina.next())}`);
  await asel.sees("account.ended.refused_title");
  await asel.readsWord("account.consent.declined");
  await asel.readsWord("account.consent.agreed");
  assert.deepEqual(await asel.history(), ["refused"]);
});

test("a person on the rental agreement registers with the housing authority's consent", async () => {
  const tolegen = await scene.citizen("tolegen", { lang: "kk" });
  await tolegen.begins();
  await tolegen.answers({
    service: "permanent",
    ownership: "state",
    address: { search: "0247301400220001" },
    reason: "moved",
  });
  await tolegen.files("all_owners");
  const { phone: number } = await scene.service.organisation("950645210075");
  const authority = scene.service.phone(number);
  await authority.reply(`иә ${replyCode(await authority.next())}`);
  await tolegen.signs();
});

test("what 1414 does not understand, it asks again", async () => {
  const farida = await scene.citizen("farida", { lang: "ru" });
  await farida.begins();
  await farida.answers({
    service: "temporary",
    months: 12,
    ownership: "none",
    address: { search: "0223300100150006" },
    owner: "180144009370",
  });
  await farida.files("all_owners");
  const { phone: number } = await scene.service.organisation("180144009370");
  const phone = scene.service.phone(number);
  const code = replyCode(await phone.next());
  const russian = words("ru");
  await phone.reply("а кто это?");
  assert.equal(await phone.next(), russian("server.sms.unclear", { code }));
  await phone.reply(`ДА ${code === "1234" ? "4321" : "1234"}`);
  assert.equal(await phone.next(), russian("server.sms.wrong_code"));
  await farida.sees("account.consent.title");
  await phone.reply(`ДА ${code}`);
  await farida.sees("account.sign.title");
});

test("owners are reminded once enough time has gone by", async () => {
  const aizhan = await scene.citizen("aizhan", { lang: "en" });
  const answers = {
    service: "permanent",
    ownership: "none",
    address: { search: "0271300200340005" },
    owner: "820117337452",
    related: "spouse",
    reason: "family",
  };
  const sms = await asked(aizhan, "kanat", answers);
  const remind = aizhan.button("account.consent.remind");
  assert.equal(await remind.getAttribute("aria-disabled"), "true", "not at once");
  await scene.service.forward(6);
  await aizhan.open(aizhan.path);
  await aizhan.sees("account.consent.title");
  await aizhan.press("account.consent.remind");
  await aizhan.readsWord("account.consent.reminded");
  const phone = await scene.service.phoneOf("kanat");
  const reminder = await phone.next();
  assert.match(reminder, /^Reminder\. /);
  assert.equal(replyCode(reminder), replyCode(sms), "the reply code stays the same");
  await phone.reply("yes");
  await aizhan.signs();
});
