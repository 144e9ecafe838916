// Goes to the word that the address names after its #. The page fills up after it is opened, and
// pushes the word away: until the visitor does something, it is brought back.

const OWN_WAY = ["wheel", "touchmove", "pointerdown", "keydown"];

class Jump {
  constructor() {
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    addEventListener("hashchange", () => this.go(), { signal });
    for (const kind of OWN_WAY) {
      addEventListener(kind, () => (this.word = null), { signal, passive: true, capture: true });
    }
    this.watcher = new ResizeObserver(() => this.word?.scrollIntoView());
    const main = document.querySelector(".stMainBlockContainer");
    if (main) this.watcher.observe(main);
  }

  update(names) {
    this.names = names;
    this.mark();
    if (!this.went) this.go();
    this.went = true;
  }

  get element() {
    const name = decodeURIComponent(location.hash.slice(1));
    return this.names.includes(name) ? document.getElementById(name) : null;
  }

  mark() {
    const { element } = this;
    for (const other of document.querySelectorAll(".glossary .found")) {
      if (other !== element) other.classList.remove("found");
    }
    element?.classList.add("found");
  }

  go() {
    this.word = this.element;
    this.mark();
    this.word?.scrollIntoView();
  }

  remove() {
    this.listeners.abort();
    this.watcher.disconnect();
  }
}

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
