// Copies a link to what the visitor sees; where the browser copies nothing, the link can be selected.

import { mount } from "../browser/registry.js";

class Share {
  constructor({ parentElement }) {
    this.button = parentElement.querySelector("button");
    this.name = parentElement.querySelector(".name");
    this.note = parentElement.querySelector(".note");
    this.words = parentElement.querySelector("p");
    this.field = parentElement.querySelector("input");
    this.button.onclick = () => {
      this.note.togglePopover(true);
      this.offer();
    };
  }

  update({ data }) {
    this.data = data;
    this.name.textContent = data.text.share;
    this.field.setAttribute("aria-label", data.text.link);
    // what was drawn last has arrived meanwhile
    if (this.note.matches(":popover-open") && this.field.value !== this.link) this.offer();
  }

  get link() {
    return `${this.data.origin || location.origin}${location.pathname}?${this.data.query}`;
  }

  async offer() {
    this.field.value = this.link;
    const copied = await this.copy();
    this.words.textContent = this.data.text[copied ? "copied" : "refused"];
    if (!copied) this.field.select();
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.link);
      return true;
    } catch {
      return false; // refused, or no clipboard at all, as on pages that come over plain http
    }
  }

  remove() {}
}

export default function (args) {
  return mount(args, (first) => new Share(first));
}
