// Requests that no page of ours would make: each gets problem details in the caller's language.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";

import { Client } from "./support/client.mjs";
import { Scene } from "./support/scene.mjs";
import { LANGUAGES, words } from "./support/words.mjs";

const scene = Scene.open();

const OWN_FLAT = {
  service: "temporary",
  months: 6,
  subject: "myself",
  ownership: "sole",
  rca: "0275300100520005",
};

/** The answer is this problem, in the client's language; `rule` is the first that stands in the way. */
function isProblem(answer, status, code, lang, rule) {
  const w = words(lang);
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.type, "application/problem+json");
  assert.equal(answer.body.code, code);
  assert.equal(answer.body.status, status);
  assert.equal(answer.body.type, `urn:tirkeu:problem:${code}`);
  assert.equal(answer.body.title, w(`server.problem.${code}_title`));
  const reason = rule ? `${w(`rules.${rule}.title`)} ` : "";
  assert.equal(answer.body.detail, reason + w(`server.problem.${code}_detail`));
}

for (const lang of LANGUAGES) {
  test(`wrong requests are answered in ${lang}`, async () => {
    const client = new Client(scene.service, lang);
    const json = { "content-type": "application/json" };
    const key = () => ({ ...json, "idempotency-key": randomUUID() });
    const post = (path, headers, body) => client.send("POST", path, { headers, body });

    isProblem(await post("verdict", json, "{"), 400, "malformed_request", lang);
    isProblem(await post("verdict", json, "[1, 2]"), 400, "malformed_request", lang);
    isProblem(await post("verdict", json, '{"facts": {}} x'), 400, "malformed_request", lang);
    isProblem(await post("sign-in/code", key(), "\u0000"), 400, "malformed_request", lang);
    const million = JSON.stringify({ facts: { service: "x".repeat(1024 * 1024) } });
    isProblem(await post("verdict", json, million), 413, "too_large", lang);
    isProblem(await post("sign-in/code", key(), million), 413, "too_large", lang);
    isProblem(await post("verdict", { "content-type": "text/plain" }, "{}"), 415, "unsupported_media_type", lang);
    isProblem(await post("sign-in/code", json, '{"iin": "920415497225"}'), 400, "idempotency_key_missing", lang);
    isProblem(await client.get("nowhere"), 404, "not_found", lang);
    isProblem(await client.send("DELETE", "verdict"), 405, "method_not_allowed", lang);
    isProblem(await client.get("person"), 401, "sign_in_needed", lang);
    isProblem(await client.post("applications", { answers: OWN_FLAT, lang }), 401, "sign_in_needed", lang);
    isProblem(await client.get("consents/AAAAAAAAAAAAAAAAAAAAAA"), 404, "not_found", lang);

    const iin = await client.post("sign-in/code", { iin: "920415497226" });
    isProblem(iin, 422, "invalid_fields", lang);
    assert.equal(iin.body.fields[0].detail, words(lang)("server.field.checksum"));
    const fact = await client.send("POST", "verdict", { headers: json, body: '{"facts": {"subject.agee": 15}}' });
    isProblem(fact, 422, "invalid_fields", lang);
    assert.match(JSON.stringify(fact.body.fields), /subject\.agee.*subject\.age/);
  });
}

test("a forged verdict in the request is passed over", async () => {
  const client = new Client(scene.service, "ru");
  await client.signIn("ilyas");
  const answers = {
    service: "permanent",
    reason: "family",
    subject: "myself",
    ownership: "none",
    rca: "0247301400220002",
    declared_dwelling: { tenure: "state_rental", subject_listed: true, found: true },
    declared_subject: { age: 30, capacity: "full" },
  };
  const verdict = { outcome: "online", consent: "none", because: [], missing: [] };
  const answer = await client.post("applications", { answers, lang: "ru", verdict });
  isProblem(answer, 422, "not_eligible", "ru", "R11");
  assert.equal(answer.body.verdict.outcome, "refused");
  assert.deepEqual(answer.body.verdict.because.map(({ rule }) => rule), ["R11"]);
  assert.deepEqual((await client.get("applications")).body.applications, []);
});

test("a person whom the applicant may not register is refused", async () => {
  const client = new Client(scene.service, "kk");
  await client.signIn("nurlan");
  const { iin } = await scene.service.person("raushan");
  const answers = { ...OWN_FLAT, subject: { person: iin }, rca: "0235300100180000" };
  isProblem(await client.post("applications", { answers, lang: "kk" }), 422, "subject_not_yours", "kk");
});

test("the same key files once; with another body it is refused", async () => {
  const client = new Client(scene.service, "en");
  await client.signIn("aigerim");
  const key = randomUUID();
  const request = { answers: OWN_FLAT, lang: "en" };
  const [first, second] = await Promise.all([
    client.post("applications", request, { key }),
    client.post("applications", request, { key }),
  ]);
  const third = await client.post("applications", request, { key });
  assert.equal(third.status, 201);
  for (const answer of [first, second]) {
    if (answer.status === 409) isProblem(answer, 409, "idempotency_key_in_flight", "en");
    else assert.equal(answer.text, third.text);
  }
  const other = await client.post("applications", { ...request, answers: { ...OWN_FLAT, months: 7 } }, { key });
  isProblem(other, 422, "idempotency_key_reused", "en");
  assert.equal((await client.get("applications")).body.applications.length, 1);
});

test("somebody else's application is as good as none", async () => {
  const owner = new Client(scene.service, "ru");
  await owner.signIn("serik");
  const filed = await owner.post("applications", { answers: { ...OWN_FLAT, rca: "0275300100520008" }, lang: "ru" });
  assert.equal(filed.status, 201, filed.text);
  const { number } = filed.body;
  const stranger = new Client(scene.service, "ru");
  await stranger.signIn("dana");
  isProblem(await stranger.get(`applications/${number}`), 404, "not_found", "ru");
  for (const verb of ["withdrawal", "reminder", "signing-code"]) {
    isProblem(await stranger.post(`applications/${number}/${verb}`, null), 404, "not_found", "ru");
  }
  const signature = { code: "123456", document_sha256: filed.body.document_sha256 };
  isProblem(await stranger.post(`applications/${number}/signature`, signature), 404, "not_found", "ru");
  const other = { ...signature, document_sha256: "0".repeat(64) };
  await owner.post(`applications/${number}/signing-code`, null);
  isProblem(await owner.post(`applications/${number}/signature`, other), 409, "other_document", "ru");
});
