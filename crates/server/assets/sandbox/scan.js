// eGov Mobile on a phone: it reads the QR code on a screen, shows the document, and signs it.

import { getJson, postJson, role } from "./common.js";
import { word } from "./words.js";

let holder;
let link;

/** Whose phone is open; organisations have none that signs. */
export function showScanner(iin) {
  holder = iin;
  role("scan").hidden = !iin;
}

/** The camera is put away. */
export function putAway() {
  link = undefined;
  role("scanned").hidden = true;
}

function tell({ said = "", failed = "", paper = "", signs = false }) {
  role("scan-said").textContent = said;
  role("scan-failed").textContent = failed;
  role("paper").textContent = paper;
  role("paper").hidden = !paper;
  role("scan-sign").hidden = !signs;
}

/** The document in an answer of the service. */
function paper({ documents }) {
  const data = documents?.documentsToSign?.[0]?.document?.file?.data ?? "";
  return new TextDecoder().decode(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)));
}

async function ask(agree) {
  tell({ said: word("phone.scan_busy") });
  try {
    const answer = await postJson("/sandbox/api/mobile-sign", { link, iin: holder, agree });
    const seen = { said: answer.request?.description ?? "", paper: paper(answer) };
    switch (answer.state) {
      case "shown": return tell({ ...seen, signs: true });
      case "signed": return tell({ said: word("phone.scan_signed") });
      case "refused": return tell({ failed: `${answer.problem?.title ?? ""}. ${answer.problem?.detail ?? ""}` });
      case "no_certificate": return tell({ ...seen, failed: word("phone.scan_no_certificate") });
      default: return tell({ failed: word("phone.scan_dead") });
    }
  } catch {
    return tell({ failed: word("phone.scan_failed") });
  }
}

async function scan() {
  role("scanned").hidden = false;
  document.getElementById("scan-title").focus({ preventScroll: true });
  tell({ said: word("phone.scan_busy") });
  try {
    const { codes } = await getJson("/sandbox/api/mobile-sign");
    link = codes[0]?.link;
  } catch {
    return tell({ failed: word("phone.scan_failed") });
  }
  if (!link) return tell({ said: word("phone.scan_none") });
  return ask(false);
}

role("scan").addEventListener("click", scan);
role("scan-sign").addEventListener("click", () => ask(true));
role("scan-close").addEventListener("click", () => {
  putAway();
  role("scan").focus();
});
