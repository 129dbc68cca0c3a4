// eGov Mobile on a telephone of the sandbox: it reads the QR code of a screen and signs.
import { Reader } from "./reader.mjs";

export class EgovMobile extends Reader {
  /** The telephone of a person by key. */
  static async of(scene, key, { lang }) {
    const { phone } = await scene.service.person(key);
    const { page } = await scene.browser({ lang });
    const mobile = new EgovMobile({ scene, page, lang });
    await mobile.open(`/sandbox/phone?number=${phone.replace("+", "")}&lang=${lang}`);
    return mobile;
  }

  /** Reads the newest code, and shows its document. */
  async scans() {
    await this.press("sandbox.phone.scan");
    await this.button("sandbox.phone.scan_sign").waitFor();
  }

  async scansAgain() {
    await this.press("sandbox.phone.scan_close");
    await this.scans();
  }

  /** What the telephone shows as the document. */
  async document() {
    return this.page.locator(".paper").textContent();
  }

  async signs() {
    await this.press("sandbox.phone.scan_sign");
    await this.readsWord("sandbox.phone.scan_signed");
  }

  /** Signs, and is told this by the service. */
  async isRefused(key) {
    await this.press("sandbox.phone.scan_sign");
    await this.readsWord(key);
  }

  /** Signs, and finds the code in this state. */
  async finds(state) {
    await this.press("sandbox.phone.scan_sign");
    await this.readsWord(`sandbox.phone.${state}`);
  }
}
