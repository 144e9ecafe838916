// A browser that translates the page puts elements of its own where React's texts were. React then
// changes texts that nobody sees, and fails when it removes them: "NotFoundError: Failed to execute
// 'removeChild' on 'Node'". Here a translation leaves together with its text, and a text that
// changes comes back, to be translated anew.
// Workaround: no longer needed when React (19) knows of translations, see its issue 11538.

export class Translated {
  constructor() {
    this.stands = new WeakMap(); // a text of React's -> what the browser put in its place
    this.changed = new MutationObserver((changes) => changes.forEach(({ target }) => this.bring(target)));
    const watcher = new MutationObserver((changes) => changes.forEach((change) => this.see(change)));
    watcher.observe(document.body, { childList: true, subtree: true });
    for (const name of ["removeChild", "insertBefore", "replaceChild"]) this.guard(name);
  }

  // The child that React means is the last argument of each of these.
  guard(name) {
    const original = Node.prototype[name];
    const translated = this;
    Node.prototype[name] = function (...nodes) {
      const meant = nodes.at(-1);
      if (!meant || meant.parentNode === this) return original.apply(this, nodes);
      const stand = translated.standIn(meant, this);
      if (stand) original.call(this, ...nodes.slice(0, -1), stand);
      else if (name !== "removeChild") this.appendChild(nodes[0]);
      return name === "insertBefore" ? nodes[0] : meant;
    };
  }

  see({ target, removedNodes, addedNodes, previousSibling, nextSibling }) {
    for (const text of removedNodes) {
      if (!(text instanceof Text) || text.isConnected) continue;
      const stand = [...addedNodes, previousSibling, nextSibling].find(isTranslation);
      if (stand?.parentNode !== target) continue;
      this.stands.set(text, stand);
      this.changed.observe(text, { characterData: true });
    }
  }

  // What stands in `parent` where a text was, or around it.
  standIn(node, parent) {
    let at = this.stands.get(node) ?? node;
    while (at && at.parentNode !== parent) at = at.parentNode;
    return at;
  }

  bring(text) {
    const stand = this.stands.get(text);
    if (text.isConnected || !stand?.isConnected) return;
    this.stands.delete(text);
    stand.replaceWith(text);
  }
}

const isTranslation = (node) => node instanceof Element && node.localName === "font";
