// What a server says that takes digital signatures, said in its place: for what the page does with
// each answer, whatever the server can do.

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h3v3H1zM5 5h3v3H5z"/></svg>';
/** Where NCALayer listens on a real computer. */
export const NCALAYER = "wss://127.0.0.1:13579";
const LINK = "mobileSign:https://tirkeu.test/api/v1/mobile-sign/one";

/**
 * Offers digital signatures to a page. Gives back what the page has sent, and takes what it is
 * answered: `refuses` is the next problem, `qr` how a QR signing goes on, an answer a question.
 */
export async function offerEds(page, { ways = ["code", "eds", "qr"], ncalayer = NCALAYER } = {}) {
  const offered = { sent: [], refuses: undefined, qr: ["waiting"], ways, signed: false };
  const write = (path, answer) =>
    page.route(path, async (route) => {
      offered.sent.push(route.request().postDataJSON());
      const code = offered.refuses;
      offered.refuses = undefined;
      if (code) await route.fulfill({ status: 422, json: problem(code) });
      else await answer(route);
    });
  await page.route("**/api/v1/eds", (route) => route.fulfill({ json: { ncalayer } }));
  await page.route(/\/api\/v1\/applications\/[^/]+$/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: view(await answer.json(), offered) });
  });
  await write("**/api/v1/applications/*/eds-signature", async (route) => {
    offered.signed = true;
    const answer = await page.request.get(route.request().url().replace(/\/eds-signature$/, ""));
    await route.fulfill({ json: view(await answer.json(), offered) });
  });
  await page.route("**/api/v1/applications/*/qr", (route) => {
    const [now, expires_at] = [0, 5].map((minutes) => instant(minutes));
    return route.fulfill({ json: { token: `t${Math.random()}`, link: LINK, svg: SVG, now, expires_at } });
  });
  await page.route("**/api/v1/applications/*/qr/*", (route) => {
    const state = offered.qr.length > 1 ? offered.qr.shift() : offered.qr[0];
    if (state === "signed") offered.signed = true;
    return route.fulfill({ json: { state } });
  });
  await page.route("**/api/v1/sign-in/challenge", (route) =>
    route.fulfill({ json: { text: "tirkeu-sign-in/1\nhttps://tirkeu.test\nnonce", now: instant(0), expires_at: instant(5) } }),
  );
  await write("**/api/v1/sign-in/eds", (route) => route.fallback());
  await page.route(/\/api\/v1\/consents\/[^/]+$/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), text: "tirkeu-consent/1 ru\n\nСогласие" } });
  });
  await write("**/api/v1/consents/*/eds", async (route) => {
    const answer = await page.request.get(route.request().url().replace(/\/eds$/, ""));
    await route.fulfill({ json: { ...(await answer.json()), standing: "agreed", text: null } });
  });
  return offered;
}

function view(body, { ways, signed }) {
  if (body.state !== "awaiting_signature") return body;
  return signed ? { ...body, state: "signed" } : { ...body, signing: ways };
}

function problem(code) {
  const [title, detail] = [`title of ${code}`, `what to do about ${code}`];
  const each = (text) => ({ kk: text, ru: text, en: text });
  return { type: `urn:tirkeu:problem:${code}`, title, status: 422, code, detail, titles: each(title), details: each(detail) };
}

function instant(minutes) {
  return new Date(Date.now() + minutes * 60_000).toISOString().replace(/\.\d+Z$/, "Z");
}
