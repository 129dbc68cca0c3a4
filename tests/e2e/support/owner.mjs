// An owner who opens the link of an SMS.
import { Reader } from "./reader.mjs";

export class Owner extends Reader {
  async agrees() {
    await this.sees("account.owner.title");
    await this.press("account.owner.agree");
    await this.sees("account.owner.agreed_title");
  }

  async declines() {
    await this.sees("account.owner.title");
    await this.press("account.owner.decline");
    await this.readsWord("account.owner.decline_title");
    await this.press("account.owner.decline_yes");
    await this.sees("account.owner.declined_title");
  }
}
