// Somebody who reads a page of the service and acts on what it says, by the words on it alone.
import assert from "node:assert/strict";

import { assertAccessible } from "./browser.mjs";
import { until } from "./until.mjs";
import { PRODUCT, words } from "./words.mjs";

const BUTTONS = { kk: "Қаз", ru: "Рус", en: "Eng" };

/** Kinds of pages that this file of tests has had examined. */
const examined = new Set();

export class Reader {
  constructor({ scene, page, lang }) {
    this.scene = scene;
    this.service = scene.service;
    this.page = page;
    this.#speak(lang);
  }

  #speak(lang) {
    this.lang = lang;
    this.words = words(lang);
  }

  /** Opens an address of the page, as if typed. */
  async open(path) {
    await this.page.goto(this.service.url + path);
  }

  get path() {
    return new URL(this.page.url()).pathname;
  }

  /**
   * Waits for the page with this heading. Its title has to agree with it, be it that an error is
   * shown, and its language with what it says.
   */
  async sees(key, values) {
    const heading = this.words(key, values);
    await this.#find(this.page.getByRole("heading", { level: 1, name: heading, exact: true }), heading);
    const title = `${heading} – ${PRODUCT}`;
    await this.isTitled(title, this.words("page.error.title_prefix", { title }));
    assert.equal(await this.page.locator("html").getAttribute("lang"), this.lang, heading);
    if (this.scene.examined) await this.examine(key);
  }

  /** Waits for the document to have one of these titles. */
  async isTitled(...titles) {
    await until(async () => titles.includes(await this.page.title()), `the title is ${titles[0]}`);
  }

  /** Has a kind of page examined by axe in light and dark, and at 320 px; once a file. */
  async examine(kind) {
    if (examined.has(kind)) return;
    examined.add(kind);
    await assertAccessible(this.page, `${kind} (${this.lang})`);
  }

  /** Waits for a text. */
  async reads(text) {
    await this.#find(this.page.getByText(text).filter({ visible: true }).first(), text);
  }

  /** Waits for a word or sentence of `locales/`. */
  async readsWord(key, values) {
    await this.reads(this.words(key, values));
  }

  /** Whether a text is there at this moment. */
  async canRead(text) {
    return (await this.page.getByText(text).filter({ visible: true }).count()) > 0;
  }

  button(key) {
    return this.page.getByRole("button", { name: this.words(key), exact: true });
  }

  async press(key) {
    await this.#find(this.button(key), `a button ${this.words(key)}`);
    await this.button(key).click();
  }

  link(key, values) {
    return this.page.getByRole("link", { name: this.words(key, values), exact: true });
  }

  async follow(key, values) {
    await this.#find(this.link(key, values).first(), `a link ${this.words(key, values)}`);
    await this.link(key, values).first().click();
  }

  field(key) {
    return this.page.getByRole("textbox", { name: this.words(key), exact: true });
  }

  async type(key, text) {
    await this.#find(this.field(key), `a field ${this.words(key)}`);
    await this.field(key).fill(text);
  }

  /** Chooses an answer by its name. */
  async choose(label) {
    const answer = this.page.getByRole("radio", { name: label, exact: true });
    await this.#find(answer, `an answer ${label}`);
    await answer.check();
  }

  /** Switches the language of the page, by a button or, where the page has an address for each, a link. */
  async switchTo(lang) {
    const named = { name: BUTTONS[lang], exact: true };
    await this.page.getByRole("button", named).or(this.page.getByRole("link", named)).click();
    this.#speak(lang);
  }

  /** Where the focus is: its text, its name or what it is. */
  async focus() {
    return this.page.evaluate(() => {
      const here = document.activeElement;
      return { tag: here.tagName.toLowerCase(), id: here.id, text: here.innerText?.trim() ?? "" };
    });
  }

  /** Waits, and says what is there instead if it waits in vain. */
  async #find(locator, what) {
    try {
      await locator.waitFor();
    } catch (error) {
      const there = await this.page.locator("body").innerText();
      throw new Error(`“${what}” is not on ${this.page.url()}, but:\n${there}`, { cause: error });
    }
  }
}
