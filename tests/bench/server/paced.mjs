// Requests at one fixed rate, each at its time whether those before it are answered or not.
// autocannon lets every connection ask its share at the beginning of each second, back to back, which
// measures a crowd and not a rate.
import { Agent, request } from "node:http";

/** How often is looked who is due, in milliseconds. */
const TICK = 1;

/**
 * Asks `rate` times a second for so many seconds, and says how long each answer took in milliseconds
 * from when its request was due, in order of length.
 */
export async function paced({ url, question, rate, seconds, connections, visitor }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: "fifo" });
  const took = [];
  const answers = [];
  const began = performance.now();
  try {
    for (let sent = 0; sent < rate * seconds; ) {
      const due = Math.min(((performance.now() - began) / 1000) * rate, rate * seconds);
      for (; sent < due; sent += 1) {
        const at = began + (sent / rate) * 1000;
        answers.push(ask(agent, url, visitor(question)).then(() => took.push(performance.now() - at)));
      }
      await new Promise((go) => setTimeout(go, TICK));
    }
    await Promise.all(answers);
  } finally {
    agent.destroy();
  }
  return took.sort((one, other) => one - other);
}

function ask(agent, url, { method, path, headers, body }) {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}${path}`, { agent, method, headers }, (answer) => {
      answer.resume();
      answer.once("error", reject);
      answer.once("end", () => (answer.statusCode === 200 ? resolve() : reject(new Error(`${url}${path}: ${answer.statusCode}`))));
    });
    asked.once("error", reject);
    asked.end(body);
  });
}
