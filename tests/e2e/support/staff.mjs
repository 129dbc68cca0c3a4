// Somebody who works with the service, at its page for them.
import { Reader } from "./reader.mjs";

export class Staff extends Reader {
  constructor({ person, ...reader }) {
    super(reader);
    this.person = person;
    this.phone = reader.scene.service.phone(person.phone);
  }

  /** Signs in as citizens do, on the page of staff itself. */
  async signsIn() {
    await this.sees("staff.sign_in.heading");
    await this.type("page.sign_in.iin", this.person.iin);
    await this.press("page.sign_in.send");
    await this.sees("page.code.heading");
    await this.type("page.code.label", await this.phone.nextCode());
    await this.press("page.code.sign_in");
  }

  /** Asks for an application by what its applicant says. */
  async looksAt(number, iin) {
    await this.type("staff.operator.number", number);
    await this.type("staff.operator.iin", iin);
    await this.press("staff.operator.show");
  }
}
