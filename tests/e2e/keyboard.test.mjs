// A whole journey without a mouse, and where the focus goes.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Scene } from "./support/scene.mjs";
import { until } from "./support/until.mjs";

const scene = Scene.open();

/** Presses Tab until the focus is on what has this name. */
async function tabTo(person, name) {
  const { page } = person;
  const passed = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => {
      const { activeElement: focused } = document;
      const outline = getComputedStyle(focused);
      const label = focused.labels?.[0]?.innerText ?? focused.innerText ?? "";
      return { name: label.trim(), visible: outline.outlineStyle !== "none" || outline.boxShadow !== "none", type: focused.type };
    });
    passed.push(here.name);
    if (here.name === name) {
      assert.ok(here.visible || here.type === "radio", `the focus on “${name}” can be seen`);
      return;
    }
  }
  throw new Error(`Tab does not lead to “${name}”, only to: ${passed.join(" | ")}`);
}

/** Chooses an answer by Tab to the group and the arrow keys. */
async function arrowTo(person, first, name) {
  await tabTo(person, first);
  await person.page.keyboard.press("Space");
  for (let presses = 0; presses < 20; presses += 1) {
    const chosen = await person.page.evaluate(() => document.activeElement.labels[0].innerText.trim());
    if (chosen === name) return;
    await person.page.keyboard.press("ArrowDown");
  }
  throw new Error(`the arrow keys do not lead to “${name}”`);
}

/** The focus is on the heading. */
async function onHeading(person, key) {
  await person.sees(key);
  await until(async () => {
    const { tag, text } = await person.focus();
    return tag === "h1" && text === person.words(key);
  }, `the focus is on the heading “${person.words(key)}”`);
}

test("an owner registers by keyboard alone; the focus is on each heading in turn", async () => {
  const aigerim = await scene.citizen("aigerim", { lang: "ru" });
  const { page, words } = aigerim;
  const press = async (key) => {
    await tabTo(aigerim, words(key));
    await page.keyboard.press("Enter");
  };
  await aigerim.sees("page.start.heading");
  await page.keyboard.press("Tab");
  assert.equal((await aigerim.focus()).text, words("page.nav.skip"), "the first stop skips to the content");
  await page.keyboard.press("Enter");
  assert.equal((await aigerim.focus()).id, "main");
  await press("page.start.sign_in");

  await onHeading(aigerim, "page.sign_in.heading");
  await tabTo(aigerim, words("page.sign_in.iin"));
  await page.keyboard.type(aigerim.iin);
  await page.keyboard.press("Enter");
  await onHeading(aigerim, "page.code.heading");
  await tabTo(aigerim, words("page.code.label"));
  await page.keyboard.type(await aigerim.phone.nextCode());
  await page.keyboard.press("Enter");

  await onHeading(aigerim, "page.service.heading");
  await arrowTo(aigerim, words("page.service.permanent"), words("page.service.temporary"));
  await page.keyboard.press("Enter");
  await onHeading(aigerim, "page.months.heading");
  await tabTo(aigerim, words("page.months.label"));
  await page.keyboard.type("6");
  await press("page.button.continue");
  await onHeading(aigerim, "page.ownership.heading");
  await arrowTo(aigerim, words("page.ownership.sole"), words("page.ownership.sole"));
  await press("page.button.continue");
  await onHeading(aigerim, "page.address.heading");
  const [flat] = aigerim.person.dwellings;
  await arrowTo(aigerim, flat.address.ru, flat.address.ru);
  await press("page.button.continue");
  await onHeading(aigerim, "page.review.heading");
  await press("page.review.file");
  await onHeading(aigerim, "account.sign.title");
  await press("account.sign.send");
  await until(async () => (await aigerim.focus()).id === "code", "the focus is on the code");
  await page.keyboard.type(await aigerim.phone.nextCode());
  await page.keyboard.press("Enter");
  await onHeading(aigerim, "account.registered.title");
});

test("an error summary takes the focus, names the field, and leads to it", async () => {
  const dana = await scene.citizen("dana", { lang: "en", path: "/sign-in" });
  await dana.sees("page.sign_in.heading");
  for (const [typed, said] of [
    ["", dana.words("page.number.empty")],
    ["96081444442x", dana.words("page.number.not_digits")],
    ["9608144444", dana.words("page.number.length", { expected: 12, given: 10 })],
    ["960814444428", dana.words("page.number.checksum")],
  ]) {
    await dana.type("page.sign_in.iin", typed);
    await dana.press("page.sign_in.send");
    const summary = dana.page.getByRole("alert").filter({ hasText: dana.words("page.error.summary") });
    await summary.getByRole("link", { name: said, exact: true }).waitFor();
    await until(() => summary.evaluate((element) => element === document.activeElement), "the summary has the focus");
    await dana.isTitled(`Error: ${dana.words("page.sign_in.heading")} – Tirkeu`);
    await dana.examine(`error: ${said}`);
    await summary.getByRole("link").click();
    assert.equal((await dana.focus()).id, "iin");
    const field = dana.field("page.sign_in.iin");
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    const described = await field.getAttribute("aria-describedby");
    const error = dana.page.locator(`#${described.split(" ").at(-1)}`);
    assert.equal(await error.innerText(), said);
  }
  await dana.type("page.sign_in.iin", dana.iin);
  await dana.press("page.sign_in.send");
  await dana.sees("page.code.heading");
});

test("a question without an answer says so, and its error leads to the first answer", async () => {
  const dana = await scene.citizen("dana", { lang: "kk", path: "/apply/service" });
  await dana.sees("page.service.heading");
  await dana.goesOn();
  const summary = dana.page.getByRole("alert").filter({ hasText: dana.words("page.error.summary") });
  await until(() => summary.evaluate((element) => element === document.activeElement), "the summary has the focus");
  await dana.examine("error: nothing chosen");
  await summary.getByRole("link").press("Enter");
  assert.equal((await dana.focus()).id, "answer");
  assert.equal(dana.path, "/apply/service");
});
