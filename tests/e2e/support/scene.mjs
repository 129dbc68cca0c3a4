// What a file of tests plays in: a server of its own, the people who use it, and at the end of each
// test the question whether any of their pages complained.
import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";

import { close, newPerson } from "./browser.mjs";
import { Citizen } from "./citizen.mjs";
import { Owner } from "./owner.mjs";
import { link } from "./phone.mjs";
import { Service } from "./service.mjs";

export class Scene {
  #contexts = [];
  #pages = [];

  /**
   * A scene for the tests of a file. In an `examined` one, axe looks at the first page of each kind
   * that somebody sees; files that walk the same pages for another reason leave it out. What
   * `start` gives is the service, one server of its own by default.
   */
  static open({ examined = false, start = () => Service.start() } = {}) {
    const scene = new Scene();
    scene.examined = examined;
    before(async () => {
      scene.service = await start();
    });
    afterEach(() => scene.#clear());
    after(async () => {
      await close();
      await scene.service?.stop();
    });
    return scene;
  }

  /** A person of the sandbox with a browser, on the first page. */
  async citizen(key, { path = "/", ...options } = {}) {
    const person = await this.service.person(key);
    const { context, page } = await this.browser(options);
    const citizen = new Citizen({ scene: this, person, context, page, lang: options.lang ?? "kk" });
    await citizen.open(path);
    return citizen;
  }

  /** The owner whom an SMS asks, on the page behind its link. */
  async owner(sms, options = {}) {
    const { page } = await this.browser(options);
    const owner = new Owner({ scene: this, page, lang: options.lang ?? "kk" });
    await owner.open(new URL(link(sms)).pathname);
    return owner;
  }

  /** A browser of nobody in particular. */
  async browser(options = {}) {
    const opened = await newPerson(this.service, options);
    this.#contexts.push(opened.context);
    this.#pages.push(opened.page);
    return opened;
  }

  async #clear() {
    const complaints = this.#pages.flatMap((page) => page.complaints);
    await Promise.all(this.#contexts.map((context) => context.close()));
    this.#contexts = [];
    this.#pages = [];
    assert.deepEqual(complaints, [], "no page complains or asks another host");
  }
}
