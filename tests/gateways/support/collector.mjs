// A collector of OpenTelemetry that takes everything it is sent.
import { once } from "node:events";
import { createServer } from "node:http";

export class Collector {
  /** Everything that came, as text. */
  text = "";
  /** Every span. */
  spans = [];

  static async start() {
    const collector = new Collector();
    collector.server = createServer(async (request, response) => {
      let text = "";
      for await (const part of request) text += part;
      collector.text += text;
      const resources = JSON.parse(text).resourceSpans ?? [];
      collector.spans.push(...resources.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)));
      response.setHeader("content-type", "application/json").end("{}");
    });
    collector.server.listen(0, "127.0.0.1");
    await once(collector.server, "listening");
    collector.url = `http://127.0.0.1:${collector.server.address().port}/v1/traces`;
    return collector;
  }

  /** Whether a span of one name is inside one of another, however deep. */
  isIn(inner, outer) {
    const above = (span) => this.spans.find(({ spanId }) => spanId === span.parentSpanId);
    return this.spans
      .filter(({ name }) => name === inner)
      .some((span) => {
        for (let one = above(span); one; one = above(one)) if (one.name === outer) return true;
        return false;
      });
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}
