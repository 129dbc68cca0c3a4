// Signing, signing in and consenting with EDS, through the sandbox's NCALayer and the telephones of
// its eGov Mobile, before the server that verifies.
import assert from "node:assert/strict";
import { test } from "node:test";

import { DESKTOP } from "./support/browser.mjs";
import { EgovMobile } from "./support/egov_mobile.mjs";
import { Evidence } from "./support/evidence.mjs";
import { Scene } from "./support/scene.mjs";

const scene = Scene.open({ examined: true });

/** Somebody who has filed for a permanent registration in a flat of their own and sees the document. */
async function filed(key, rca, options) {
  const citizen = await scene.citizen(key, options);
  await citizen.begins();
  await citizen.answers({ service: "permanent", ownership: "sole", address: { own: rca }, reason: "bought" });
  await citizen.files("none");
  return citizen;
}

/** Signs in with the certificate for signing in. */
async function signsInWithEds(citizen) {
  await citizen.follow("page.start.sign_in");
  await citizen.sees("page.sign_in.heading");
  await scene.service.ncalayer({ person: citizen.iin });
  await citizen.page.getByText(citizen.words("page.sign_in.eds"), { exact: true }).click();
  await citizen.press("page.sign_in.eds_sign");
  await citizen.button("page.nav.sign_out").waitFor();
  await scene.service.ncalayer({});
}

/** What a citizen sees as the document. */
function documentOf(citizen) {
  return citizen.page.locator(".document pre").textContent();
}

async function showsQr(citizen) {
  await citizen.choose(citizen.words("account.sign.way_qr"));
  await citizen.press("account.sign.qr_show");
  await citizen.readsWord("account.sign.qr_waiting");
}

test("a permanent registration through NCALayer from signing in to the register, and its evidence verifies", async () => {
  const nurlan = await scene.citizen("nurlan", { lang: "ru", viewport: DESKTOP });
  await signsInWithEds(nurlan);
  await nurlan.answers({ service: "permanent", ownership: "sole", address: { own: "0235300100180000" }, reason: "bought" });
  await nurlan.files("none");
  await nurlan.choose(nurlan.words("account.sign.way_eds"));
  const document = await documentOf(nurlan);
  await nurlan.press("account.sign.submit");
  await nurlan.sees("account.registered.title");
  const evidence = await Evidence.of(scene.service, nurlan.number);
  await evidence.verifies({ iin: nurlan.iin, document });
  await evidence.isRefusedOver(`${document} `);
});

test("a permanent registration is signed with eGov Mobile by QR code, and its evidence verifies", async () => {
  const aigerim = await filed("aigerim", "0275300100520005", { lang: "kk", viewport: DESKTOP });
  const document = await documentOf(aigerim);
  await showsQr(aigerim);
  const mobile = await EgovMobile.of(scene, "aigerim", { lang: "kk" });
  await mobile.scans();
  assert.equal(await mobile.document(), document);
  await aigerim.readsWord("account.sign.qr_opened");
  await mobile.signs();
  await aigerim.sees("account.registered.title");
  const evidence = await Evidence.of(scene.service, aigerim.number);
  await evidence.verifies({ iin: aigerim.iin, document });
});

test("a signature of another person's telephone is refused with its reason, and a new code signs", async () => {
  const svetlana = await filed("svetlana", "0259300100190003", { lang: "en" });
  await showsQr(svetlana);
  const other = await EgovMobile.of(scene, "nurlan", { lang: "en" });
  await other.scans();
  await other.isRefused("server.problem.eds_other_person_title");
  await svetlana.readsWord("account.sign.qr_refused_title");
  await svetlana.readsWord("server.problem.eds_other_person_detail");
  await svetlana.press("account.sign.qr_again");
  const own = await EgovMobile.of(scene, "svetlana", { lang: "en" });
  await own.scans();
  await own.signs();
  await svetlana.sees("account.registered.title");
});

test("a QR code that is too old shows nothing, and the page offers a new one", async () => {
  const vladimir = await filed("vladimir", "0227300100080000", { lang: "ru" });
  await showsQr(vladimir);
  const mobile = await EgovMobile.of(scene, "vladimir", { lang: "ru" });
  await mobile.scans();
  await scene.service.forward(6);
  await vladimir.readsWord("account.sign.qr_expired_title");
  await mobile.finds("scan_dead");
  await vladimir.press("account.sign.qr_again");
  await mobile.scansAgain();
  await mobile.signs();
  await vladimir.sees("account.registered.title");
});

test("the server says what is wrong with a certificate, and the right one signs", async () => {
  const serik = await filed("serik", "0275300100520008", { lang: "en" });
  await serik.choose(serik.words("account.sign.way_eds"));
  for (const [mode, problem] of [
    ["wrong_certificate", "eds_other_person"],
    ["wrong_purpose", "eds_wrong_purpose"],
    ["expired", "eds_expired"],
    ["revoked", "eds_revoked"],
  ]) {
    await scene.service.ncalayer({ mode });
    await serik.press("account.sign.submit");
    await serik.readsWord(`server.problem.${problem}_title`);
    await serik.readsWord(`server.problem.${problem}_detail`);
  }
  await scene.service.ncalayer({});
  await serik.press("account.sign.submit");
  await serik.sees("account.registered.title");
});

test("an owner consents with a digital signature; that of somebody else is refused", async () => {
  const dana = await scene.citizen("dana", { lang: "ru" });
  await dana.filesAsTenantOfSerik();
  const sms = await (await scene.service.phoneOf("serik")).next();
  const serik = await scene.owner(sms, { lang: "ru" });
  await serik.sees("account.owner.title");
  await serik.page.getByText(serik.words("account.owner.eds"), { exact: true }).click();
  await scene.service.ncalayer({ person: (await scene.service.person("nurlan")).iin });
  await serik.press("account.owner.eds_sign");
  await serik.readsWord("server.problem.eds_other_person_title");
  await scene.service.ncalayer({ person: "740428305676" });
  await serik.press("account.owner.eds_sign");
  await serik.sees("account.owner.agreed_title");
  await scene.service.ncalayer({});
  await dana.signs();
});
