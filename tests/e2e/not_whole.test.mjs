// The page comes in parts: document, program, words of a language. What a reader is told when one is missing.
import assert from "node:assert/strict";
import { test } from "node:test";

import { assertAccessible } from "./support/browser.mjs";
import { Scene } from "./support/scene.mjs";
import { LANGUAGES } from "./support/words.mjs";

const scene = Scene.open();

const TOLD = {
  kk: "Бет толық жүктелмеді. Байланысты тексеріп, қайта жүктеңіз.",
  ru: "Страница загрузилась не полностью. Проверьте соединение и загрузите её снова.",
  en: "The page did not load completely. Check your connection and load it again.",
};

/** Opens the page while what matches is answered by `answer`; then it is told in every language. */
async function isTold(what, answer) {
  const { page } = await scene.browser({ serviceWorkers: "block" });
  await page.route(what, answer);
  await page.goto(scene.service.url);
  for (const lang of LANGUAGES) await page.getByText(TOLD[lang], { exact: true }).waitFor();
  await assertAccessible(page, "a page that is not whole");
  await page.unroute(what);
  return page;
}

test("words that do not come: it is told in every language, and loading again helps", async () => {
  const page = await isTold("**/words-*.txt", (route) => route.abort("connectionreset"));
  await page.getByRole("link", { name: "қайта жүктеңіз", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Тұрғылықты жерді тіркеу", exact: true }).waitFor();
  for (const lang of LANGUAGES) assert.ok(await page.getByText(TOLD[lang]).isHidden());
  page.complaints.length = 0;
});

test("words of another version, or half of them, are not shown", async () => {
  for (const change of [(text) => text.replace(/^.{16}/, "0123456789abcdef"), (text) => text.slice(0, -100), () => ""]) {
    const page = await isTold("**/words-*.txt", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ contentType: "text/plain; charset=utf-8", body: change(await answer.text()) });
    });
    page.complaints.length = 0;
  }
});

test("a program that cannot be started: it is told in every language", async () => {
  const page = await isTold("**/*.wasm", (route) => route.fulfill({ contentType: "application/wasm", body: "no wasm" }));
  page.complaints.length = 0;
});

test("a language whose words do not come leaves the page as it is, and says that there is no connection", async () => {
  const dana = await scene.citizen("dana", { lang: "ru", serviceWorkers: "block" });
  await dana.page.route("**/words-en-*.txt", (route) => route.abort("connectionreset"));
  await dana.page.getByRole("button", { name: "Eng", exact: true }).click();
  await dana.readsWord("page.offline.banner");
  await dana.sees("page.start.heading");
  await dana.page.unroute("**/words-en-*.txt");
  await dana.switchTo("en");
  await dana.sees("page.start.heading");
  dana.page.complaints.length = 0;
});
