// The "?" of each part: what it is, its layers, its formula, in a note beside it.

const GAP_PX = 8;

export class Help {
  constructor(root) {
    this.note = root.querySelector(".note");
    this.buttons = [...root.querySelectorAll(".why")];
    for (const button of this.buttons) button.onclick = () => this.toggle(button);
    this.note.ontoggle = ({ newState }) => newState === "closed" && this.mark(null);
  }

  // parts: by name, each {title, plain, formula, rows}; ask: what a button is called, with {part}
  update(parts, ask) {
    this.parts = parts;
    for (const button of this.buttons) {
      button.setAttribute("aria-label", ask.replace("{part}", parts[button.dataset.help].title));
    }
    if (this.open) this.fill(this.open);
  }

  toggle(button) {
    if (this.open === button) return this.note.hidePopover();
    this.fill(button);
    if (!this.note.matches(":popover-open")) this.note.showPopover({ source: button });
    this.mark(button);
    this.place(button);
  }

  mark(open) {
    this.open = open;
    for (const button of this.buttons) button.setAttribute("aria-expanded", button === open);
  }

  fill({ dataset }) {
    const { title, plain, formula = "", rows = [] } = this.parts[dataset.help];
    const find = (selector) => this.note.querySelector(selector);
    find("b").textContent = title;
    find(".plain").textContent = plain;
    find(".formula").textContent = formula;
    find(".formula").hidden = !formula;
    find("table").hidden = !rows.length;
    find("table").replaceChildren(
      ...rows.map((cells, i) => {
        const row = document.createElement("tr");
        row.append(
          ...cells.map((text) => {
            const cell = document.createElement(i ? "td" : "th");
            cell.textContent = text;
            return cell;
          }),
        );
        return row;
      }),
    );
  }

  // Below its button, or above it where there is no room, and inside the window.
  place(button) {
    const at = button.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this.note;
    const below = at.bottom + GAP_PX + offsetHeight < innerHeight;
    const left = at.left + at.width / 2 - offsetWidth / 2;
    const top = below ? at.bottom + GAP_PX : at.top - GAP_PX - offsetHeight;
    this.note.style.left = `${Math.max(GAP_PX, Math.min(innerWidth - offsetWidth - GAP_PX, left))}px`;
    this.note.style.top = `${Math.max(GAP_PX, Math.min(innerHeight - offsetHeight - GAP_PX, top))}px`;
  }
}
