// What stands before several servers: each connection goes to the next one that takes it.
import { connect, createServer } from "node:net";

export class Proxy {
  #next = 0;
  #sockets = new Set();

  /** Listens on a port, before servers on others. */
  static start(port, servers) {
    const proxy = new Proxy();
    proxy.servers = servers;
    proxy.taken = servers.map(() => 0);
    proxy.server = createServer((client) => proxy.#pass(client, servers.length));
    return new Promise((resolve) => proxy.server.listen(port, "127.0.0.1", () => resolve(proxy)));
  }

  #pass(client, attempts) {
    const place = this.#next++ % this.servers.length;
    const server = connect(this.servers[place], "127.0.0.1");
    this.#keep(client);
    this.#keep(server);
    server.once("connect", () => {
      this.taken[place] += 1;
      client.pipe(server).pipe(client);
      server.once("close", () => client.destroy());
      client.once("close", () => server.destroy());
    });
    server.once("error", () => {
      // Nobody listens there: the next one may.
      if (!server.pending || attempts <= 1) client.destroy();
      else this.#pass(client, attempts - 1);
    });
  }

  #keep(socket) {
    if (this.#sockets.has(socket)) return;
    this.#sockets.add(socket);
    // A connection that breaks is what this is about; both ends notice.
    socket.on("error", () => {});
    socket.once("close", () => this.#sockets.delete(socket));
  }

  async stop() {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
