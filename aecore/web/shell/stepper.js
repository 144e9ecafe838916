// Steps through the parts of a page with keys, as clickers send them, and with buttons; some parts
// have a button of their own. The page shows the part that the document's root names. A reload goes
// on where it was. In a presentation what comes after the last part, or before the first, is another
// page; so it is on pages without parts.

import { mount, page } from "../browser/registry.js";
import { listenForSteps } from "../browser/step_keys.js";
import { storage } from "../browser/storage.js";
import { filled } from "../browser/words.js";

const KEPT = "aecore.part";
const PAGES = ".st-key-page_names a";

class Stepper {
  constructor({ parentElement }) {
    this.root = parentElement;
    this.before = this.root.querySelector(".before");
    this.next = this.root.querySelector(".next");
    this.before.onclick = () => this.step(-1) || this.turn(-1);
    this.next.onclick = () => this.step(1) || this.turn(1);
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    listenForSteps((by) => this.step(by), signal);
    listenForSteps((by) => this.turn(by), signal, window);
    page.events.addEventListener("reveal", ({ detail }) => this.reveal(detail), { signal });
    this.part = storage.read(KEPT) ?? "0";
  }

  // parts: how many there are to step through, from 0; others: names of more, with what their
  // buttons say; key: how the class of a part begins; turns: whether pages are turned too
  update({ data: { parts, others, key, turns, text } }) {
    Object.assign(this, { parts, others, partKey: key, turns, text });
    this.before.textContent = text.before;
    this.next.textContent = text.next;
    const buttons = Object.entries(others).map(([name, label]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.dataset.part = name;
      button.onclick = () => this.go(name);
      return button;
    });
    this.root.querySelector(".others").replaceChildren(...buttons);
    this.show();
  }

  // The part that holds an element.
  reveal(element) {
    const part = element.closest(`[class*="st-key-${this.partKey}"]`);
    const [, name] = part?.className.match(new RegExp(`st-key-${this.partKey}(\\w+)`)) ?? [];
    if (name && name !== this.part) this.go(name);
  }

  // From another part than those to step through, to where one was.
  step(by) {
    if (this.part in this.others) return this.go(this.last ?? "0");
    const part = String(Math.min(this.parts - 1, Math.max(0, Number(this.part) + by)));
    return this.parts > 0 && part !== this.part && this.go(part);
  }

  // To the page that comes after this one, or before; after the last comes the first.
  turn(by) {
    if (!this.turns || !Number.isFinite(by)) return false;
    const pages = [...document.querySelectorAll(PAGES)];
    // the first one's link has no address, which is that of every page
    const here = pages.findLastIndex((link) => link.pathname === location.pathname);
    pages.at((here + by) % pages.length).click();
    return true;
  }

  go(part) {
    if (!(this.part in this.others)) this.last = this.part;
    this.part = part;
    this.show();
    document.querySelector(".stMain")?.scrollTo(0, 0);
    return true;
  }

  show() {
    const other = this.part in this.others;
    if (!other && !(Number(this.part) < this.parts)) this.part = "0";
    if (this.parts) {
      storage.write(KEPT, this.part);
      document.documentElement.dataset.part = this.part;
    }
    const place = Number(this.part);
    this.before.disabled = !this.turns && place === 0;
    this.next.disabled = !this.turns && place === this.parts - 1;
    for (const button of this.root.querySelectorAll(".others button")) {
      button.setAttribute("aria-pressed", button.dataset.part === this.part);
    }
    const words = { n: place, count: this.parts - 1 };
    const said = place ? filled(this.text.place, words) : this.text.start;
    this.root.querySelector("output").textContent = other || !this.parts ? "" : said;
  }

  remove() {
    this.listeners.abort();
    delete document.documentElement.dataset.part;
  }
}

export default function (args) {
  return mount(args, (first) => new Stepper(first));
}
