// Goes to the place of the page that the address names after its #, or that Python names. The page
// fills up after it is opened: the place may come late, and what comes above pushes it away. Until
// the visitor does something, it is brought back. Streamlit (1.67) drops what comes after the # when
// it writes settings into the address, so the first one is asked of the browser's own records.

import { mount, page } from "../browser/registry.js";

const OWN_WAY = ["wheel", "touchmove", "pointerdown", "keydown"];

class Jump {
  constructor() {
    this.place = null; // where it was found
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    addEventListener("hashchange", () => this.go(location.hash), { signal });
    for (const kind of OWN_WAY) {
      addEventListener(kind, () => (this.seeks = false), { signal, passive: true, capture: true });
    }
    this.sizes = new ResizeObserver(() => this.come());
    this.parts = new MutationObserver(() => this.element === this.place || this.come());
    const main = document.querySelector(".stMainBlockContainer");
    if (!main) return;
    this.sizes.observe(main);
    this.parts.observe(main, { childList: true, subtree: true });
  }

  update({ data: { names, to } }) {
    this.names = names;
    if (opening || to) this.go(opening || `#${to}`);
    opening = "";
    this.mark();
  }

  get element() {
    return this.names.includes(this.name) ? document.getElementById(this.name) : null;
  }

  mark() {
    const { element } = this;
    for (const other of document.querySelectorAll(".glossary .found")) {
      if (other !== element) other.classList.remove("found");
    }
    element?.classList.add("found");
  }

  go(hash) {
    this.name = decodeURIComponent(hash.slice(1));
    this.seeks = true;
    this.come();
  }

  come() {
    this.place = this.element;
    this.mark();
    if (!this.seeks || !this.place) return;
    page.head.top.wanted = null;
    page.events.dispatchEvent(new CustomEvent("reveal", { detail: this.place }));
    this.place.scrollIntoView();
  }

  remove() {
    this.listeners.abort();
    this.sizes.disconnect();
    this.parts.disconnect();
  }
}

const { name: asked } = performance.getEntriesByType("navigation")[0];
let opening = new URL(asked).pathname === location.pathname ? new URL(asked).hash : "";

export default function (args) {
  return mount(args, () => new Jump());
}
