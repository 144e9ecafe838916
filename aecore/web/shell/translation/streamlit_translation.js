// Says what Streamlit itself writes on the page in the visitor's language, and in English again
// when that is chosen. Texts that React has put there stay its own: only what they say is changed,
// and what React changes later is said anew.

const SAID = ["aria-label", "title", "placeholder", "alt"];
const CHARTS = ".js-plotly-plot"; // speak for themselves, many times a second
const UNREAD = "script, style, textarea";

export class StreamlitWords {
  constructor() {
    this.said = new WeakMap(); // a text or an attribute → what Streamlit wrote, and what was said
    this.observer = new MutationObserver((changes) => changes.forEach((change) => this.hear(change)));
  }

  // words: {"Upload": "上传", "{size} per file": …}; none of them in English.
  speak(words) {
    const entries = Object.entries(words);
    this.exact = new Map(entries.filter(([word]) => !word.includes("{")));
    this.patterns = entries.filter(([word]) => word.includes("{")).map(pattern);
    this.observer.disconnect();
    this.read(document.body);
    if (!entries.length) return;
    const changes = { childList: true, characterData: true, attributeFilter: SAID };
    this.observer.observe(document.body, { subtree: true, ...changes });
  }

  hear({ type, target, attributeName, addedNodes }) {
    if ((target.parentElement ?? target).closest(CHARTS)) return;
    if (type === "attributes") this.readAttribute(target, attributeName);
    else if (type === "characterData") this.readText(target);
    else addedNodes.forEach((node) => this.read(node));
  }

  read(node) {
    if (node instanceof Text) return this.readText(node);
    if (!(node instanceof Element)) return;
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let at = node; at; at = walker.nextNode()) {
      if (at instanceof Text) this.readText(at);
      else for (const name of SAID) if (at.hasAttribute(name)) this.readAttribute(at, name);
    }
  }

  readText(text) {
    if (text.parentElement?.closest(UNREAD)) return;
    this.say(text, "text", text.data, (words) => (text.data = words));
  }

  readAttribute(element, name) {
    const put = (words) => element.setAttribute(name, words);
    this.say(element, name, element.getAttribute(name), put);
  }

  say(node, place, shown, put) {
    const before = this.said.get(node)?.[place];
    const written = before?.words === shown ? before.written : shown;
    const words = this.translated(written);
    if (words === shown) return;
    this.said.set(node, { ...this.said.get(node), [place]: { written, words } });
    put(words);
  }

  translated(written) {
    const exact = this.exact.get(written);
    if (exact) return exact;
    for (const { like, words } of this.patterns) {
      const found = written?.match(like);
      if (found) return words.replace(/{(\w+)}/g, (_, name) => found.groups[name]);
    }
    return written;
  }
}

function pattern([word, words]) {
  const escaped = word.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
  return { like: new RegExp(`^${escaped.replace(/{(\w+)}/g, "(?<$1>\\S.*)")}$`), words };
}
