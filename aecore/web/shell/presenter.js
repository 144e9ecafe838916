// Steps through the parts of the story with keys, as clickers send them, and with buttons. The page
// shows the part that the document's root names. A reload goes on where it was.

import { mount } from "../browser/registry.js";
import { storage } from "../browser/storage.js";
import { filled } from "../browser/words.js";

const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity };
const KEPT = "aecore.part";
const BUSY = "input, textarea, select, canvas, [role=slider], [role=radiogroup], [role=listbox]";

class Presenter {
  constructor({ parentElement }) {
    this.root = parentElement;
    this.before = this.root.querySelector(".before");
    this.next = this.root.querySelector(".next");
    this.before.onclick = () => this.go(this.part - 1);
    this.next.onclick = () => this.go(this.part + 1);
    this.listeners = new AbortController();
    addEventListener("keydown", (event) => this.key(event), { signal: this.listeners.signal });
    this.part = Number(storage.read(KEPT)) || 0;
  }

  update({ data: { parts, text } }) {
    Object.assign(this, { parts, text });
    this.before.textContent = text.before;
    this.next.textContent = text.next;
    this.show();
  }

  key(event) {
    const busy = event.composedPath()[0].matches?.(BUSY);
    const step = STEPS[event.key];
    if (!step || busy || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.go(this.part + step);
  }

  go(part) {
    this.part = part;
    this.show();
    document.querySelector(".stMain")?.scrollTo(0, 0);
  }

  show() {
    this.part = Math.min(this.parts - 1, Math.max(0, this.part));
    storage.write(KEPT, this.part);
    document.documentElement.dataset.part = this.part;
    this.before.disabled = this.part === 0;
    this.next.disabled = this.part === this.parts - 1;
    const words = { n: this.part, count: this.parts - 1 };
    const { place, start } = this.text;
    this.root.querySelector("output").textContent = this.part ? filled(place, words) : start;
  }

  remove() {
    this.listeners.abort();
    delete document.documentElement.dataset.part;
  }
}

export default function (args) {
  return mount(args, (first) => new Presenter(first));
}
