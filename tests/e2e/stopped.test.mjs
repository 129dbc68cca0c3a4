// What does not pass online: the verdict, the rules, and what to do instead.
import assert from "node:assert/strict";
import { test } from "node:test";

import { DESKTOP } from "./support/browser.mjs";
import { Scene } from "./support/scene.mjs";

const scene = Scene.open({ examined: true });

test("a child of 13 is not registered separately", async () => {
  const gulnara = await scene.citizen("gulnara", { lang: "kk" });
  await gulnara.begins();
  await gulnara.answers({ service: "permanent", subject: "Досанов Әлихан Русланұлы" });
  await gulnara.isTold("not_separate", ["R1"]);
});

test("a dwelling with a minor among its owners leads to a public service centre", async () => {
  const karlygash = await scene.citizen("karlygash", { lang: "ru", viewport: DESKTOP });
  await karlygash.begins();
  await karlygash.answers({
    service: "permanent",
    subject: karlygash.person.name,
    ownership: "shared",
    address: { own: "0263300100720001" },
  });
  await karlygash.isTold("visit_psc", ["R5"]);
  await karlygash.verdictIs("visit_psc", ["R5", "R3", "R7"]);
});

test("a person who is not on the state rental agreement is refused", async () => {
  const ilyas = await scene.citizen("ilyas", { lang: "en" });
  await ilyas.begins();
  await ilyas.answers({ service: "permanent", ownership: "state", address: { search: "0247301400220002" } });
  await ilyas.isTold("refused", ["R11"]);
});

test("an address that is not the named owner's is not found, and correcting it goes on", async () => {
  const yulia = await scene.citizen("yulia", { lang: "ru", colorScheme: "dark" });
  await yulia.begins();
  await yulia.answers({
    service: "temporary",
    months: 6,
    ownership: "none",
    address: { search: "0275300100520009" },
    owner: "740428305676",
  });
  await yulia.isTold("refused", ["R12"]);
  await yulia.follow("page.review.change_named", { what: lower(yulia.words("page.row.address")) });
  await yulia.answers({ address: { search: "0275300100520007" } });
  await yulia.sees("page.review.heading");
  await yulia.verdictIs("all_owners");
});

test("whoever claims an address that is not theirs reads of themselves, not of an owner's number", async () => {
  const dana = await scene.citizen("dana", { lang: "kk" });
  await dana.begins();
  await dana.answers({ service: "temporary", months: 6, ownership: "sole", address: { search: "0275300100520007" } });
  await dana.isTold("refused", ["R12"], ["R12_own"]);
  await dana.readsWord("rules.R12_own.title");
});

test("a street that no register knows is not found in the search", async () => {
  const dana = await scene.citizen("dana", { lang: "en" });
  await dana.begins();
  await dana.answers({ service: "temporary", months: 6, ownership: "none" });
  await dana.sees("page.address.heading");
  await dana.searches("Nowhere street 1");
  await dana.readsWord("page.address.nothing");
  await dana.readsWord("page.address.nothing_next");
  await dana.searches("0275300100529999");
  await dana.readsWord("page.address.nothing");
});

test("a house with two records is shown with both codes", async () => {
  const farida = await scene.citizen("farida", { lang: "kk" });
  await farida.begins();
  await farida.answers({ service: "temporary", months: 6, ownership: "none" });
  await farida.searches("Сарайшық 8");
  await farida.reads(farida.words("page.address.code_twice", { kind: farida.words("page.kind.house"), code: "0227 3001 0008 0000" }));
  await farida.reads(farida.words("page.address.code_twice", { kind: farida.words("page.kind.house"), code: "2227 3001 0008 0000" }));
});

test("thirteen months are too many, and twelve go on", async () => {
  const svetlana = await scene.citizen("svetlana", { lang: "ru" });
  await svetlana.begins();
  await svetlana.answers({ service: "temporary", months: 13, ownership: "sole", address: { own: "0259300100190003" } });
  await svetlana.isTold("refused", ["R15"]);
  await svetlana.follow("page.review.change_named", { what: lower(svetlana.words("page.row.months")) });
  await svetlana.answers({ months: 12 });
  await svetlana.sees("page.review.heading");
});

test("a foreigner who lives here permanently is led to another service before any question", async () => {
  const wei = await scene.citizen("li_wei", { lang: "en" });
  await wei.follow("page.start.sign_in");
  await wei.signsIn();
  await wei.isTold("other_service", ["R19"]);
});

test("nobody can sign without a phone and without a signature: the code never comes", async () => {
  const ivan = await scene.citizen("ivan", { lang: "ru", path: "/sign-in" });
  await ivan.type("page.sign_in.iin", ivan.iin);
  await ivan.press("page.sign_in.send");
  await ivan.sees("page.code.heading");
  await ivan.readsWord("page.code.not_come");
  assert.equal(ivan.phone, null);
});

function lower(label) {
  return label[0].toLowerCase() + label.slice(1);
}
