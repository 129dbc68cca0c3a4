// A telephone of the sandbox: messages of 1414 arrive, replies go there.
import { until } from "./until.mjs";

export class Phone {
  #read = 0;

  constructor(service, number) {
    this.service = service;
    this.number = number;
  }

  /** All messages that have arrived so far, the oldest first. */
  async messages() {
    const address = `${this.service.url}/sandbox/api/messages?phone=${encodeURIComponent(this.number)}`;
    const { messages } = await (await fetch(address)).json();
    return messages.filter((message) => !message.reply);
  }

  /** The text of the next message that was not read yet. */
  async next() {
    const message = await until(
      async () => (await this.messages())[this.#read],
      `a message arrives on ${this.number}`,
    );
    this.#read += 1;
    return message.text;
  }

  /** The six digits of the next message that begins with a code; others are passed over. */
  async nextCode() {
    for (;;) {
      const code = (await this.next()).match(/^\d{6}(?!\d)/);
      if (code) return code[0];
    }
  }

  /** Sends an SMS to 1414. */
  async reply(text) {
    await this.service.reply(this.number, text);
  }
}

/** The four digits that an owner answers with. */
export function replyCode(text) {
  return find(text, /(?<=(?:ИӘ|ДА|YES) )\d{4}(?!\d)/);
}

/** The link that an owner can open instead. */
export function link(text) {
  return find(text, /https?:\/\/\S+\/c\/[\w-]+/);
}

function find(text, pattern) {
  const found = text.match(pattern);
  if (!found) throw new Error(`no ${pattern} in: ${text}`);
  return found[0];
}
