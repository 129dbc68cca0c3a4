// What stands before several servers: each connection goes to the next one that takes it.
import { connect, createServer } from "node:net";
import { setImmediate as turn } from "node:timers/promises";

export class Proxy {
  #next = 0;
  #sockets = new Set();

  /** Listens on a port, before servers on others. */
  static start(port, servers) {
    const proxy = new Proxy();
    proxy.servers = servers;
    proxy.taken = servers.map(() => 0);
    proxy.passing = servers.map(() => new Set());
    proxy.server = createServer((client) => proxy.#pass(client, proxy.#next++ % servers.length, servers.length));
    return new Promise((resolve) => proxy.server.listen(port, "127.0.0.1", () => resolve(proxy)));
  }

  #pass(client, place, attempts) {
    const server = connect(this.servers[place], "127.0.0.1");
    this.#keep(client);
    this.#keep(server);
    server.once("connect", () => {
      if (client.destroyed) {
        server.destroy();
        return;
      }
      this.taken[place] += 1;
      this.passing[place].add(client);
      client.pipe(server).pipe(client);
      server.once("close", () => client.destroy());
      client.once("close", () => {
        this.passing[place].delete(client);
        server.destroy();
      });
    });
    server.once("error", () => {
      // Nobody listens there: the next one may. It is the one after this one, whoever else came meanwhile.
      if (!server.pending || attempts <= 1) client.destroy();
      else this.#pass(client, (place + 1) % this.servers.length, attempts - 1);
    });
  }

  /** Waits until a server that died is noticed by everybody who was connected with it. */
  async forgotten(place) {
    while (this.passing[place].size > 0) await turn();
    // The ends of those connections that are in this process read of it in the next turn of its loop.
    await turn();
    await turn();
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
