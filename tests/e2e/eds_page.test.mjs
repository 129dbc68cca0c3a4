// What the page does about digital signatures with each answer of NCALayer, of eGov Mobile and of
// the server; all three are played by the test.
import assert from "node:assert/strict";
import { test } from "node:test";

import { DESKTOP } from "./support/browser.mjs";
import { offerEds } from "./support/eds_offered.mjs";
import { Ncalayer } from "./support/ncalayer.mjs";
import { Owner } from "./support/owner.mjs";
import { link } from "./support/phone.mjs";
import { Scene } from "./support/scene.mjs";
import { until } from "./support/until.mjs";

const scene = Scene.open();

/** Somebody who has filed for a flat of their own and sees the document, on a page with EDS. */
async function filed(key, rca, options) {
  const citizen = await scene.citizen(key, options);
  const offered = await offerEds(citizen.page, options);
  const ncalayer = await Ncalayer.before(citizen.page);
  await citizen.begins();
  await citizen.answers({ service: "temporary", months: 6, ownership: "sole", address: { own: rca } });
  await citizen.files("none");
  return { citizen, offered, ncalayer };
}

/** The focus is on what went wrong, which the title says too. */
async function isTold(person, title, text) {
  await person.reads(title);
  const alert = person.page.getByRole("alert").filter({ hasText: title });
  await until(() => alert.evaluate((element) => element === document.activeElement), `the focus is on “${title}”`);
  if (text) assert.ok((await alert.innerText()).includes(text), text);
  await until(async () => (await person.page.title()).startsWith(person.words("page.error.title_prefix", { title: "" }).trim()), "the title says so");
}

test("NCALayer goes wrong in every way: each has its words, and after each the person can go on", async () => {
  const { citizen, offered, ncalayer } = await filed("aigerim", "0275300100520005", { lang: "ru" });
  await citizen.choose(citizen.words("account.sign.way_eds"));
  await citizen.readsWord("account.sign.eds_hint");
  await citizen.examine("EDS");
  assert.equal(ncalayer.calls, 0, "nothing is asked of NCALayer before the person asks");
  for (const [answer, told] of [
    ["absent", "not_there"],
    ["cancelled", "cancelled"],
    ["password", "password"],
    ["no_certificate", "no_certificate"],
    ["broken", "broken"],
    ["unreadable", "broken"],
  ]) {
    ncalayer.answers(answer);
    await citizen.page.locator("#storage").focus();
    await citizen.press("account.sign.submit");
    await isTold(citizen, citizen.words(`page.eds.${told}_title`), citizen.words(`page.eds.${told}_text`));
    await citizen.examine(`EDS ${told}`);
    await until(() => ncalayer.open === 0, "the page hangs up");
  }
  assert.deepEqual(offered.sent, [], "nothing was sent to the server");

  ncalayer.answers("signs");
  offered.refuses = "eds_other_person";
  await citizen.press("account.sign.submit");
  await isTold(citizen, "title of eds_other_person", "what to do about eds_other_person");
  await citizen.press("account.sign.submit");
  await citizen.sees("account.signed.title");
  assert.equal(offered.sent[1].cms, Ncalayer.CMS, "base64 without armour");
  assert.match(offered.sent[1].document_sha256, /^[0-9a-f]{64}$/);
  await until(() => ncalayer.open === 0, "the page hangs up");
});

test("NCALayer is asked for a detached signature of the document by the applicant", async () => {
  const { citizen, ncalayer } = await filed("viktor", "0271300100170004", { lang: "kk", viewport: DESKTOP });
  await citizen.choose(citizen.words("account.sign.way_eds"));
  await citizen.page.getByLabel(citizen.words("page.eds.storage"), { exact: true }).selectOption(citizen.words("page.eds.storage_file"));
  const document = await citizen.page.locator(".document pre").textContent();
  ncalayer.answers("signs_plainly");
  await citizen.press("account.sign.submit");
  await citizen.sees("account.signed.title");
  const [{ module, method, args }] = ncalayer.heard;
  assert.deepEqual([module, method, args.format, args.locale], ["kz.gov.pki.knca.basics", "sign", "cms", "kk"]);
  assert.deepEqual(args.allowedStorages, ["PKCS12"]);
  assert.equal(Buffer.from(args.data, "base64").toString(), document);
  assert.equal(args.signingParams.encapsulate, false);
  assert.equal(args.signerParams.iin, citizen.iin);
  assert.ok(args.signerParams.extKeyUsageOids.includes("1.3.6.1.5.5.7.3.4"), "a certificate for signing");
});

test("the person can stop waiting, and a silent NCALayer is not waited for without end", async () => {
  const { citizen, ncalayer } = await filed("saltanat", "0223300100150002", { lang: "en", colorScheme: "dark" });
  await citizen.page.clock.install();
  await citizen.choose(citizen.words("account.sign.way_eds"));
  ncalayer.answers("silent");
  await citizen.press("account.sign.submit");
  await citizen.readsWord("page.eds.waiting");
  await citizen.examine("EDS waiting");
  await citizen.press("page.eds.cancel");
  await isTold(citizen, citizen.words("page.eds.cancelled_title"));
  await until(() => ncalayer.open === 0, "the page hangs up");

  await citizen.press("account.sign.submit");
  await until(() => ncalayer.heard.length === 2, "NCALayer is asked");
  await citizen.page.clock.fastForward("03:01");
  await isTold(citizen, citizen.words("page.eds.silent_title"));

  await citizen.press("account.sign.submit");
  await until(() => ncalayer.heard.length === 3, "NCALayer is asked");
  await citizen.choose(citizen.words("account.sign.way_code"));
  await until(() => ncalayer.open === 0, "who chooses another way hangs up");
  await citizen.press("account.sign.send");
  await citizen.type("account.sign.code", await citizen.phone.nextCode());
});

test("only the ways that the server names are offered", async () => {
  const { citizen } = await filed("svetlana", "0259300100190003", { lang: "kk", ways: ["qr"] });
  await citizen.readsWord("account.sign.qr_hint");
  assert.equal(await citizen.page.getByRole("radio").count(), 0, "one way needs no choice");
  assert.equal(await citizen.button("account.sign.send").count(), 0);
});

test("eGov Mobile: the code is shown, followed, refused, asked for again, and signed", async () => {
  const { citizen, offered } = await filed("vladimir", "0227300100080000", { lang: "kk" });
  await citizen.choose(citizen.words("account.sign.way_qr"));
  await citizen.examine("QR before");
  offered.qr = ["waiting"];
  await citizen.press("account.sign.qr_show");
  await citizen.readsWord("account.sign.qr_waiting");
  const picture = citizen.page.getByRole("img", { name: citizen.words("account.sign.qr_picture") });
  await until(() => picture.evaluate((image) => image.complete && image.naturalWidth > 0), "the picture is there");
  assert.match(await citizen.link("account.sign.qr_open").getAttribute("href"), /^mobileSign:https:/);
  await citizen.examine("QR");
  offered.qr = ["opened"];
  await citizen.readsWord("account.sign.qr_opened");
  offered.qr = ["refused"];
  await isTold(citizen, citizen.words("account.sign.qr_refused_title"));
  await citizen.examine("QR refused");
  offered.qr = ["waiting", "expired"];
  await citizen.press("account.sign.qr_again");
  await isTold(citizen, citizen.words("account.sign.qr_expired_title"));
  offered.qr = ["waiting", "opened", "signed"];
  await citizen.press("account.sign.qr_again");
  await citizen.sees("account.signed.title");
});

test("by keyboard alone: choosing the way, asking NCALayer, and trying again", async () => {
  const { citizen, ncalayer } = await filed("galina", "0275300200900003", { lang: "ru", viewport: DESKTOP });
  const { keyboard } = citizen.page;
  const tabTo = async (matches, what) => {
    for (let presses = 0; presses < 40; presses += 1) {
      await keyboard.press("Tab");
      if (matches(await citizen.focus())) return;
    }
    throw new Error(`Tab does not lead to ${what}`);
  };
  await tabTo(({ id }) => id.startsWith("way"), "the ways");
  await keyboard.press("ArrowDown");
  await citizen.readsWord("account.sign.eds_hint");
  ncalayer.answers("password");
  await tabTo(({ text }) => text === citizen.words("account.sign.submit"), "“sign”");
  await keyboard.press("Enter");
  await isTold(citizen, citizen.words("page.eds.password_title"));
  ncalayer.answers("signs");
  await tabTo(({ text }) => text === citizen.words("account.sign.submit"), "“sign”");
  await keyboard.press("Enter");
  await citizen.sees("account.signed.title");
});

test("signing in: the challenge is signed with a certificate for signing in", async () => {
  const citizen = await scene.citizen("yerlan", { lang: "en" });
  const offered = await offerEds(citizen.page);
  const ncalayer = await Ncalayer.before(citizen.page);
  await citizen.follow("page.start.sign_in");
  await citizen.page.getByText(citizen.words("page.sign_in.eds"), { exact: true }).click();
  await citizen.examine("sign-in with EDS");
  ncalayer.answers("signs");
  offered.refuses = "challenge_expired";
  await citizen.press("page.sign_in.eds_sign");
  await isTold(citizen, "title of challenge_expired");
  const [{ args }] = ncalayer.heard;
  assert.equal(Buffer.from(args.data, "base64").toString(), "tirkeu-sign-in/1\nhttps://tirkeu.test\nnonce");
  assert.ok(args.signerParams.extKeyUsageOids.includes("1.3.6.1.5.5.7.3.2"), "a certificate for signing in");
  assert.equal(args.signerParams.iin, "");
  assert.deepEqual(offered.sent, [{ challenge_text: "tirkeu-sign-in/1\nhttps://tirkeu.test\nnonce", cms: Ncalayer.CMS }]);
});

test("a server without digital signatures: nobody is offered any", async () => {
  const citizen = await scene.citizen("yerlan", { lang: "ru" });
  await citizen.page.route("**/api/v1/eds", (route) => route.fulfill({ status: 404, json: {} }));
  const asked = citizen.page.waitForResponse("**/api/v1/eds");
  await citizen.follow("page.start.sign_in");
  await citizen.sees("page.sign_in.heading");
  await asked;
  assert.ok(!(await citizen.canRead(citizen.words("page.sign_in.eds"))));
});

test("an owner agrees with a digital signature", async () => {
  const dana = await scene.citizen("dana", { lang: "ru" });
  await dana.filesAsTenantOfSerik();
  const { page } = await scene.browser({ lang: "ru" });
  const ncalayer = await Ncalayer.before(page);
  await offerEds(page);
  const sms = await (await scene.service.phoneOf("serik")).next();
  const serik = new Owner({ scene, page, lang: "ru" });
  await serik.open(new URL(link(sms)).pathname);
  await serik.sees("account.owner.title");
  await serik.page.getByText(serik.words("account.owner.eds"), { exact: true }).click();
  await serik.reads("tirkeu-consent/1 ru");
  await serik.examine("consent with EDS");
  ncalayer.answers("no_certificate");
  await serik.press("account.owner.eds_sign");
  await isTold(serik, serik.words("page.eds.no_certificate_title"));
  ncalayer.answers("signs");
  await serik.press("account.owner.eds_sign");
  await serik.sees("account.owner.agreed_title");
  assert.equal(ncalayer.heard[1].args.signerParams.iin, "", "the page does not know who the owner is");
});
