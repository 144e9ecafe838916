// Goes to the word that the address names after its #. The page fills up after it is opened, and
// pushes the word away: until the visitor does something, it is brought back. Streamlit (1.67) drops
// what comes after the # when it writes settings into the address, so the first one is asked of the
// browser's own records.

const OWN_WAY = ["wheel", "touchmove", "pointerdown", "keydown"];

class Jump {
  constructor() {
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    addEventListener("hashchange", () => this.go(location.hash), { signal });
    for (const kind of OWN_WAY) {
      addEventListener(kind, () => (this.word = null), { signal, passive: true, capture: true });
    }
    this.watcher = new ResizeObserver(() => this.word?.scrollIntoView());
    const main = document.querySelector(".stMainBlockContainer");
    if (main) this.watcher.observe(main);
  }

  update(names) {
    this.names = names;
    if (opening) this.go(opening);
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
    this.word = this.element;
    this.mark();
    this.word?.scrollIntoView();
  }

  remove() {
    this.listeners.abort();
    this.watcher.disconnect();
  }
}

const { name: asked } = performance.getEntriesByType("navigation")[0];
let opening = new URL(asked).pathname === location.pathname ? new URL(asked).hash : "";

const mounted = new WeakMap();

export default function ({ parentElement, data }) {
  const jump = mounted.get(parentElement) ?? new Jump();
  mounted.set(parentElement, jump);
  jump.update(JSON.parse(data.json).names);
  return () => {
    mounted.delete(parentElement);
    jump.remove();
  };
}
