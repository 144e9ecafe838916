// Explains a word of the glossary where it stands: a card below the link, with the way to all words.
// `page.css` says how it looks.

const TERM_LINK = /(?:^|story[^#]*)#([\w-]+)$/;
const CARD_GAP = 6; // px below the word, and from the window's edge

export class TermCard {
  constructor() {
    this.card = document.createElement("div");
    Object.assign(this.card, { id: "term-card", popover: "auto" });
    this.card.setAttribute("role", "dialog");
    [this.word, this.meaning, this.way] = ["b", "p", "a"].map((name) =>
      this.card.appendChild(document.createElement(name)),
    );
    this.way.href = "#";
    this.way.onclick = (event) => this.follow(event);
    addEventListener("click", (event) => this.clicked(event), { capture: true });
    addEventListener("scroll", ({ target }) => target.matches?.(".stMain") && this.close(), true);
  }

  update({ terms, text }, ask) {
    Object.assign(this, { terms, text, ask });
    this.way.textContent = text.glossary;
    this.early?.click();
    this.early = null;
  }

  clicked(event) {
    const plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const link = event.target.closest?.(".stMainBlockContainer a[href]");
    const name = link?.getAttribute("href").match(TERM_LINK)?.[1];
    if (!plain || !name || (this.terms && !this.terms[name])) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.terms) this.show(link, name);
    else this.early = link; // Python has not said yet what words mean
  }

  show(link, name) {
    this.name = name;
    [this.word.textContent, this.meaning.textContent] = this.terms[name];
    this.card.setAttribute("aria-label", this.terms[name][0]);
    const { color, fontFamily, fontSize } = getComputedStyle(link.closest("p, li, td") ?? link);
    const { backgroundColor: background } = getComputedStyle(document.querySelector(".stApp"));
    Object.assign(this.card.style, { background, color, fontFamily, fontSize });
    link.after(this.card); // next for those who go by keyboard
    this.card.showPopover();
    this.place(link.getClientRects()[0]);
  }

  place({ left, top, bottom }) {
    const { offsetWidth: width, offsetHeight: height } = this.card;
    const below = bottom + CARD_GAP + height < innerHeight;
    const x = Math.min(left, innerWidth - width - CARD_GAP);
    const y = below ? bottom + CARD_GAP : top - CARD_GAP - height;
    Object.assign(this.card.style, { left: `${Math.max(CARD_GAP, x)}px`, top: `${Math.max(CARD_GAP, y)}px` });
  }

  follow(event) {
    event.preventDefault();
    this.close();
    this.ask(this.name);
  }

  close() {
    if (this.card.matches(":popover-open")) this.card.hidePopover();
  }
}
