// An NCALayer that a test has in its hand, in place of the program on a person's computer.

import { NCALAYER } from "./eds_offered.mjs";

const GREETING = { result: { version: "1.4" } };
const CMS = "MIIBAAA=";

/** What is answered to a request to sign, in the words of NCALayer; nothing where it never answers. */
const ANSWERS = {
  signs: { status: true, body: { result: [`-----BEGIN CMS-----\n${CMS}\n-----END CMS-----\n`] } },
  signs_plainly: { status: true, body: { result: CMS } },
  cancelled: { status: true, body: {} },
  password: { status: false, code: "500", message: "Wrong password", details: "" },
  no_certificate: { status: false, code: "500", message: "No suitable certificate", details: "" },
  broken: { status: false, code: "500", message: "java.lang.NullPointerException", details: "" },
  unreadable: "<html>",
  silent: undefined,
};

export class Ncalayer {
  /** The CMS of every signature that it makes. */
  static CMS = CMS;
  /** The requests that it has heard. */
  heard = [];
  /** How often somebody has called. */
  calls = 0;
  /** How many are on the line. */
  open = 0;
  #answers = [];

  /** Takes the place of whatever listens at a page's NCALayer. */
  static async before(page) {
    const ncalayer = new Ncalayer();
    await page.routeWebSocket(NCALAYER, (socket) => ncalayer.#take(socket));
    return ncalayer;
  }

  /** Answers like this from now on: a key of `ANSWERS`, or `absent`, as where nothing listens. */
  answers(answer) {
    this.#answers = [answer];
  }

  #take(socket) {
    this.calls += 1;
    const [answer] = this.#answers;
    if (answer === "absent") {
      socket.close();
      return;
    }
    this.open += 1;
    socket.onClose(() => (this.open -= 1));
    socket.onMessage((text) => {
      this.heard.push(JSON.parse(text));
      const said = ANSWERS[answer];
      if (said !== undefined) socket.send(typeof said === "string" ? said : JSON.stringify(said));
    });
    socket.send(JSON.stringify(GREETING));
  }
}
