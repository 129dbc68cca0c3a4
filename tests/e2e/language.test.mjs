// Kazakh, Russian and English: switched on every kind of page, and word for word where it counts.
import assert from "node:assert/strict";
import { test } from "node:test";

import { replyCode } from "./support/phone.mjs";
import { Scene } from "./support/scene.mjs";
import { LANGUAGES } from "./support/words.mjs";

const scene = Scene.open();

/** On this page the heading, title and language follow each switch; it ends as it began. */
async function speaksAll(reader, key, kept = async () => {}) {
  const first = reader.lang;
  for (const lang of [...LANGUAGES.filter((lang) => lang !== first), first]) {
    await reader.switchTo(lang);
    await reader.sees(key);
    await kept();
  }
}

test("the language can be switched on every page, and the answers stay", async () => {
  const dana = await scene.citizen("dana", { lang: "kk" });
  await speaksAll(dana, "page.start.heading");
  await dana.follow("page.start.sign_in");
  await dana.sees("page.sign_in.heading");
  await dana.type("page.sign_in.iin", dana.iin);
  await speaksAll(dana, "page.sign_in.heading", async () => {
    assert.equal(await dana.field("page.sign_in.iin").inputValue(), dana.iin);
  });
  await dana.press("page.sign_in.send");
  await dana.sees("page.code.heading");
  await speaksAll(dana, "page.code.heading");
  await dana.type("page.code.label", await dana.phone.nextCode());
  await dana.press("page.code.sign_in");

  await dana.sees("page.service.heading");
  await dana.choose(dana.words("page.service.temporary"));
  await speaksAll(dana, "page.service.heading", async () => {
    const temporary = dana.page.getByRole("radio", { name: dana.words("page.service.temporary"), exact: true });
    assert.ok(await temporary.isChecked());
  });
  await dana.goesOn();
  await dana.sees("page.months.heading");
  await dana.type("page.months.label", "5");
  await speaksAll(dana, "page.months.heading", async () => {
    assert.equal(await dana.field("page.months.label").inputValue(), "5");
  });
  await dana.goesOn();
  await dana.answers({ ownership: "none" });
  await dana.sees("page.address.heading");
  await dana.searches("Абай 52 7");
  await dana.page.getByRole("radio").first().check();
  await speaksAll(dana, "page.address.heading", async () => {
    assert.ok(await dana.page.getByRole("radio").first().isChecked());
  });
  await dana.answers({ address: { search: "0275300100520007" } });
  await dana.sees("page.owner.heading");
  await dana.type("page.owner.label", "740428305677");
  await dana.goesOn();
  await dana.readsWord("page.number.checksum");
  await dana.switchTo("ru");
  await dana.readsWord("page.number.checksum");
  await dana.isTitled(dana.words("page.error.title_prefix", { title: `${dana.words("page.owner.heading")} – Tirkeu` }));
  await dana.switchTo("kk");
  await dana.answers({ owner: "740428305676" });

  await dana.sees("page.review.heading");
  await speaksAll(dana, "page.review.heading", async () => {
    assert.equal(await dana.answerTo("months"), dana.words.counted("common.months", 5));
    assert.equal(await dana.answerTo("service"), dana.words("common.service.temporary"));
    await dana.verdictIs("all_owners");
  });
  await dana.files("all_owners");
  await speaksAll(dana, "account.consent.title");
  const phone = await scene.service.phoneOf("serik");
  const sms = await phone.next();
  const serik = await scene.owner(sms, { lang: "ru" });
  await serik.sees("account.owner.title");
  await speaksAll(serik, "account.owner.title");
  await phone.reply(`иә ${replyCode(sms)}`);
  await dana.sees("account.sign.title");
  await speaksAll(dana, "account.sign.title");
  await dana.signs();
  await speaksAll(dana, "account.registered.title");
  await dana.opensHistory();
  await speaksAll(dana, "account.history.title");
  await dana.messages();
  await speaksAll(dana, "account.messages.title");
  await dana.open("/nowhere");
  await dana.sees("page.not_found.heading");
  await speaksAll(dana, "page.not_found.heading");
});

test("a verdict that stops follows the language, and so does the next visit", async () => {
  const gulnara = await scene.citizen("gulnara", { lang: "en" });
  await gulnara.follow("page.start.check");
  await gulnara.answers({ service: "permanent", citizenship: "citizen", relation: "parent", age: 13 });
  await gulnara.isTold("not_separate", ["R1"]);
  for (const lang of ["kk", "ru"]) {
    await gulnara.switchTo(lang);
    await gulnara.isTold("not_separate", ["R1"]);
  }
  await gulnara.open("/");
  await gulnara.sees("page.start.heading");
  assert.equal(gulnara.lang, "ru");
});

test("a browser that asks for another language gets Kazakh", async () => {
  const { page } = await scene.browser({ lang: "de" });
  await page.goto(scene.service.url);
  await page.getByRole("heading", { level: 1, name: "Тұрғылықты жерді тіркеу", exact: true }).waitFor();
});

const START = {
  kk: ["Тұрғылықты жерді тіркеу", "Кіріп, өтініш беру", "Кірмей тексеру"],
  ru: ["Регистрация по месту жительства", "Войти и подать заявление", "Проверить без входа"],
  en: ["Register where you live", "Sign in and apply", "Check without signing in"],
};
const REVIEW = {
  kk: ["Жауаптарыңызды тексеріңіз", "Мерзімі", "6 ай", "Өтініш беріп, қол қоюға өту"],
  ru: ["Проверьте ответы", "Срок", "6 месяцев", "Подать и перейти к подписи"],
  en: ["Check your answers", "Term", "6 months", "File and go on to sign"],
};
const REGISTERED = {
  kk: ["Тіркеу рәсімделді", "Нөмірі", "Тұрақты мекенжай өзгермейді."],
  ru: ["Регистрация оформлена", "Номер", "Постоянный адрес остаётся прежним."],
  en: ["The registration is complete", "Number", "The permanent address stays as it is."],
};
// Each of them owns a flat and files for it in another language.
const OWNERS = {
  kk: ["aigerim", "0275300100520005", /^\d{4} ж\. \d{1,2} \p{Ll}+$/u],
  ru: ["saltanat", "0223300100150002", /^\d{1,2} \p{Ll}+ \d{4} г\.$/u],
  en: ["serik", "0275300100520008", /^\d{1,2} \p{Lu}\p{Ll}+ \d{4}$/u],
};

for (const lang of LANGUAGES) {
  test(`word for word in ${lang}: start, list of answers, confirmation`, async () => {
    const [key, rca, date] = OWNERS[lang];
    const owner = await scene.citizen(key, { lang });
    for (const text of START[lang]) await owner.page.getByText(text, { exact: true }).first().waitFor();
    await owner.begins();
    await owner.answers({ service: "temporary", months: 6, ownership: "sole", address: { own: rca } });
    for (const text of REVIEW[lang]) await owner.page.locator("main").getByText(text, { exact: true }).first().waitFor();
    await owner.files("none");
    await owner.signs();
    for (const text of REGISTERED[lang]) await owner.page.locator("main").getByText(text).first().waitFor();
    const label = owner.page.getByText(owner.words("account.last_day"), { exact: true });
    const lastDay = owner.page.locator("dl.summary > div").filter({ has: label }).locator("dd").first();
    assert.match((await lastDay.innerText()).trim(), date);
    await owner.reads(owner.number);
  });
}
