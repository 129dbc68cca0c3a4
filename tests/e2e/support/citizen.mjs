// A citizen with a browser and a telephone: what a person can do with the service, in the words of
// a person.
import assert from "node:assert/strict";

import { Reader } from "./reader.mjs";
import { until } from "./until.mjs";

const TYPED = ["months", "age", "area"];

/** What somebody answers who rents from Serik, of `sandbox/people.toml`: half a year, and he has to agree. */
export const TENANT_OF_SERIK = {
  service: "temporary",
  months: 6,
  ownership: "none",
  address: { search: "0275300100520007" },
  owner: "740428305676",
};

export class Citizen extends Reader {
  constructor({ scene, person, context, page, lang }) {
    super({ scene, page, lang });
    this.person = person;
    this.context = context;
    this.phone = person.phone && scene.service.phone(person.phone);
  }

  get iin() {
    return this.person.iin;
  }

  /** From the first page to the first question. */
  async begins() {
    await this.sees("page.start.heading");
    await this.follow("page.start.sign_in");
    await this.signsIn();
    await this.sees("page.service.heading");
  }

  /** Signs in where the page asks for it, and comes to what lies behind. */
  async signsIn() {
    await this.sees("page.sign_in.heading");
    await this.type("page.sign_in.iin", this.iin);
    await this.press("page.sign_in.send");
    await this.sees("page.code.heading");
    await this.type("page.code.label", await this.phone.nextCode());
    await this.press("page.code.sign_in");
    await this.button("page.nav.sign_out").waitFor();
  }

  /**
   * Answers the questions in this order; each has to be the one that is asked. The names are those
   * of the questions' sections in `page.toml`, the answers those of their keys there.
   */
  async answers(answers) {
    for (const [question, answer] of Object.entries(answers)) {
      await this.sees(`page.${question}.heading`);
      await this.#answer(question, answer);
    }
  }

  async #answer(question, answer) {
    if (question === "address") {
      await this.#answerAddress(answer);
    } else if (question === "owner") {
      await this.type("page.owner.label", answer);
      await this.goesOn();
    } else if (question === "region") {
      await this.page.getByLabel(this.words("page.region.label")).selectOption(this.words(`common.region.${answer}`));
      await this.goesOn();
    } else if (TYPED.includes(question)) {
      await this.type(`page.${question}.label`, String(answer));
      await this.goesOn();
    } else {
      await this.choose(this.#label(question, answer));
      await this.goesOn();
    }
  }

  #label(question, answer) {
    if (answer === "unknown") return this.words("page.question.unknown");
    if (question === "reason") return this.words(`common.reason.${answer}`);
    if (question === "subject") return answer;
    return this.words(`page.${question}.${answer}`);
  }

  /** One of the own dwellings, or the code or text to search for and the code to choose. */
  async #answerAddress({ own, search, rca = own ?? search }) {
    if (search) await this.searches(search);
    const dwelling = this.page.locator(".choice").filter({ hasText: grouped(rca) });
    await dwelling.getByRole("radio").check();
    await this.goesOn();
  }

  /** Searches the address register. */
  async searches(text) {
    await this.type("page.address.label", text);
    await this.press("page.address.search");
  }

  async goesOn() {
    await this.press("page.button.continue");
  }

  /** The verdict beside the question is this one, by these rules. */
  async verdictIs(verdict, rules) {
    const panel = this.page.getByRole("complementary", { name: this.words("page.verdict.label") });
    const headline = this.words(`page.verdict.${verdict}`);
    await until(async () => (await panel.locator("summary b").first().innerText()) === headline, headline);
    if (rules) assert.deepEqual(await this.rules(panel.locator(".verdict-body > .rules")), rules, headline);
  }

  /** The ids of the rules in a list, with what follows each: act, article and date. */
  async rules(lists) {
    const sources = await lists.locator("small").allTextContents();
    for (const source of sources) assert.match(source, /^R\d+ · .+/, "a rule names its act");
    return sources.map((source) => source.split(" · ")[0]);
  }

  /**
   * The journey ends without a filing: this verdict, by these rules, each in its words (those of a part
   * of a rule are named where they are not the rule's own) with what to do now.
   */
  async isTold(verdict, rules, words = rules) {
    await this.sees(`page.verdict.${verdict}`);
    assert.deepEqual(await this.rules(this.page.locator("main > .rules")), rules);
    for (const word of words) await this.readsWord(`rules.${word}.next`);
  }

  /** What the list of answers says of a question. */
  async answerTo(question) {
    const label = this.words(`page.row.${question}`);
    const row = this.page.locator("dl.summary > div").filter({ has: this.page.getByText(label, { exact: true }) });
    return (await row.locator("dd").first().innerText()).trim();
  }

  /** Files from the list of answers; `consent` is who has to agree. */
  async files(consent) {
    await this.sees("page.review.heading");
    await this.press(FILE[consent]);
    await this.sees(consent === "none" ? "account.sign.title" : "account.consent.title");
  }

  /** From the first page to an application of a tenant of Serik, who is asked. */
  async filesAsTenantOfSerik() {
    await this.begins();
    await this.answers(TENANT_OF_SERIK);
    await this.files("all_owners");
  }

  /** The number of the application that is shown. */
  get number() {
    return this.path.split("/").at(-1);
  }

  async signs() {
    await this.sees("account.sign.title");
    await this.press("account.sign.send");
    await this.type("account.sign.code", await this.phone.nextCode());
    await this.press("account.sign.submit");
    await this.sees("account.registered.title");
  }

  async withdraws() {
    await this.press("account.withdraw.start");
    await this.readsWord("account.withdraw.title");
    await this.press("account.withdraw.yes");
    await this.sees("account.ended.withdrawn_title");
  }

  async opensHistory() {
    await this.follow("page.nav.applications");
    await this.sees("account.history.title");
  }

  /** The applications of the history as state and number, the newest first. */
  async history() {
    await this.opensHistory();
    const items = this.page.locator("ul.history > li");
    await items.first().waitFor();
    const texts = await items.allInnerTexts();
    const states = ["awaiting_consent", "awaiting_signature", "signed", "registered", "refused", "cancelled", "withdrawn"];
    return texts.map((text) => states.find((state) => text.includes(this.words(`common.state.${state}`))));
  }

  /** The notifications, the newest first. */
  async messages() {
    await this.follow("page.nav.messages");
    await this.sees("account.messages.title");
    const items = this.page.locator("ul.messages > li p");
    await items.first().waitFor();
    return items.allInnerTexts();
  }
}

const FILE = {
  none: "page.review.file",
  co_owners: "page.review.file_co_owners",
  all_owners: "page.review.file_all_owners",
};

/** An address code as the page writes it. */
function grouped(rca) {
  return rca.match(/\d{4}/g).join("\u{a0}");
}
