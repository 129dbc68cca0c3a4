// The API of the service, as the citizens' page calls it too.

import { lang } from "./words.js";

/** Called when the server says that nobody is signed in any more. */
export const session = { ended: () => {} };

async function call(method, path, body, headers = {}) {
  const answer = await fetch(`/api/v1/${path}`, {
    method,
    headers: { Accept: "application/json", "Accept-Language": lang, ...(body !== undefined && { "Content-Type": "application/json" }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    cache: "no-store",
  }).catch(() => {
    throw null; // Nothing was answered at all.
  });
  if (answer.status === 204) return null;
  const said = await answer.json().catch(() => null);
  if (answer.ok) return said;
  if (said?.code === "sign_in_needed") session.ended();
  throw said;
}

/** Reads something. */
export function get(path) {
  return call("GET", path);
}

/** Asks something that does not belong into an address. */
export function ask(path, body) {
  return call("POST", path, body);
}

/** Changes something; by the key the server knows a repetition, and other sites cannot send it. */
export function write(path, body) {
  const key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return call("POST", path, body, { "Idempotency-Key": key });
}
