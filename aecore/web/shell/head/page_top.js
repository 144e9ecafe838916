// Where a page stands: a new one at its top, one that Back leads to where it was left. Narrow and low
// windows need all their room: there the head goes when the page moves (`page.py` has the rule).

const OWN_WAYS = ["wheel", "touchmove", "pointerdown", "keydown", "drop"];

export class PageTop {
  constructor() {
    this.tops = new Map(); // path of a page -> how far it was moved, in px
    addEventListener("scroll", ({ target }) => this.moved(target), { capture: true, passive: true });
    addEventListener("popstate", () => this.come(this.tops.get(location.pathname) ?? 0));
    for (const kind of OWN_WAYS) {
      addEventListener(kind, () => this.keep(), { capture: true, passive: true });
    }
    this.watcher = new ResizeObserver(() => this.hold());
  }

  get main() {
    return document.querySelector(".stMain");
  }

  moved(target) {
    if (!target.matches?.(".stMain")) return;
    document.documentElement.classList.toggle("moved", target.scrollTop > 0);
  }

  // Before what the visitor does: it may lead to another page.
  keep() {
    this.wanted = null;
    this.tops.set(location.pathname, this.main?.scrollTop ?? 0);
  }

  // The page fills up after it is opened: until the visitor does something, or a place on it is
  // gone to, it is held.
  come(top) {
    this.wanted = top;
    this.watcher.disconnect();
    const content = document.querySelector(".stMainBlockContainer");
    if (content) this.watcher.observe(content);
    this.hold();
  }

  hold() {
    if (this.wanted != null) this.main?.scrollTo({ top: this.wanted, behavior: "instant" });
  }
}
