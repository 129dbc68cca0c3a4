// Digital signatures from end to end: the sandbox's NCALayer signs, and the server takes it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Owner } from "./support/owner.mjs";
import { link } from "./support/phone.mjs";
import { Scene } from "./support/scene.mjs";

const scene = Scene.open();

/** What the sandbox's NCALayer does next, and as whom where it is not told. */
async function ncalayer(settings) {
  const answer = await fetch(`${scene.service.url}/sandbox/api/ncalayer`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(settings),
  });
  assert.ok(answer.ok, await answer.text());
}

/** Signs in with the certificate of somebody. */
async function signsIn(citizen) {
  await ncalayer({ person: citizen.iin });
  await citizen.follow("page.start.sign_in");
  await citizen.page.getByText(citizen.words("page.sign_in.eds"), { exact: true }).click();
  await citizen.press("page.sign_in.eds_sign");
  await citizen.button("page.nav.sign_out").waitFor();
}

test("a permanent registration, from signing in to the register, with EDS and without a telephone", async () => {
  const nurlan = await scene.citizen("nurlan", { lang: "ru" });
  await signsIn(nurlan);
  await nurlan.answers({ service: "permanent", ownership: "sole", address: { own: "0235300100180000" }, reason: "bought" });
  await nurlan.files("none");
  await nurlan.choose(nurlan.words("account.sign.way_eds"));
  await nurlan.press("account.sign.submit");
  await nurlan.sees("account.registered.title");
  assert.deepEqual(await nurlan.history(), ["registered"]);
});

test("a revoked certificate is told in the person's language, and a good one signs", async () => {
  const aigerim = await scene.citizen("aigerim", { lang: "kk" });
  await signsIn(aigerim);
  await aigerim.answers({ service: "temporary", months: 6, ownership: "sole", address: { own: "0275300100520005" } });
  await aigerim.files("none");
  await aigerim.choose(aigerim.words("account.sign.way_eds"));
  for (const [mode, problem] of [
    ["revoked", "eds_revoked"],
    ["expired", "eds_expired"],
  ]) {
    await ncalayer({ mode });
    await aigerim.press("account.sign.submit");
    await aigerim.readsWord(`server.problem.${problem}_title`);
  }
  await ncalayer({});
  await aigerim.press("account.sign.submit");
  await aigerim.sees("account.registered.title");
});

test("an owner agrees with EDS", async () => {
  const dana = await scene.citizen("dana", { lang: "ru" });
  await dana.begins();
  await dana.answers({
    service: "temporary",
    months: 6,
    ownership: "none",
    address: { search: "0275300100520007" },
    owner: "740428305676",
  });
  await dana.files("all_owners");
  const { page } = await scene.browser({ lang: "ru" });
  const sms = await (await scene.service.phoneOf("serik")).next();
  const serik = new Owner({ scene, page, lang: "ru" });
  await serik.open(new URL(link(sms)).pathname);
  await serik.sees("account.owner.title");
  await serik.page.getByText(serik.words("account.owner.eds"), { exact: true }).click();
  await serik.reads("tirkeu-consent/1 ru");
  await ncalayer({ person: (await scene.service.person("nurlan")).iin });
  await serik.press("account.owner.eds_sign");
  await serik.readsWord("server.problem.eds_other_person_title");
  await ncalayer({ person: (await scene.service.person("serik")).iin });
  await serik.press("account.owner.eds_sign");
  await serik.sees("account.owner.agreed_title");
  await dana.signs();
});
