// What stands below the map and follows what the page looks at: it hears of codes and networks, and
// shows at most one picture a frame, none while it is out of sight. Then its tiles are hidden too,
// for the browser passes on every canvas of the page in each frame (Chromium 156), wherever it is.

import { page } from "./registry.js";
import { NextFrame } from "./scheduler.js";

export class Follower {
  // Subclasses have hear(): the code is another; begin(): a network arrived; follow(now): show
  // things as they are at a time, in milliseconds.
  constructor({ parentElement }) {
    this.root = parentElement;
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    page.events.addEventListener("code", () => this.hear(), { signal });
    page.events.addEventListener("network", () => this.begin(), { signal });
    this.frame = new NextFrame((now) => this.seen && this.follow(now));
    const section = this.find("section");
    this.sight = new IntersectionObserver((entries) => {
      this.seen = entries.at(-1).isIntersecting;
      section.dataset.seen = this.seen;
      this.schedule();
    });
    this.sight.observe(section);
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  get network() {
    return page.networks.get(this.data.model);
  }

  label() {
    for (const element of this.root.querySelectorAll("[data-text]")) {
      element.textContent = this.data.text[element.dataset.text];
    }
  }

  schedule() {
    this.frame.ask();
  }

  remove() {
    this.frame.cancel();
    this.sight.disconnect();
    this.listeners.abort();
  }
}
