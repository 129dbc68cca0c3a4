// What somebody would write who does the same in Node: Fastify serves the built page, precompressed,
// and answers for the verdict by the same engine, as wasm.
import fastifyStatic from "@fastify/static";
import Fastify from "fastify";

import { load } from "../../policy/wasm.mjs";

const { verdict } = await load();
const app = Fastify();
app.register(fastifyStatic, { root: process.env.BENCH_PAGE, preCompressed: true });
app.post("/api/v1/verdict", (request, reply) => {
  reply.type("application/json").send(verdict(JSON.stringify(request.body)));
});
console.log(await app.listen({ host: "127.0.0.1", port: 0 }));
process.once("SIGTERM", () => app.close());
