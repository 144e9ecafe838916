// What stands beside the map: the digit that is decoded, its numbers, its nearest real digits, and
// the strength of the noise.

import { SIDE } from "../../browser/noise.js";
import { page } from "../../browser/registry.js";
import { signed } from "../../browser/words.js";

export const NEAREST = 3;
const SHOWN_NUMBERS = 4;

// What is there already is not said again: that would cost the browser a new layout.
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export class Side {
  // spoiled(): the strength was moved; rested(level): it was let go
  constructor(root, { spoiled, rested }) {
    this.root = root;
    this.preview = this.find(".preview");
    this.strength = this.find(".strength input");
    this.strength.oninput = spoiled;
    this.strength.onchange = () => rested(this.level);
    this.nearest = Array.from({ length: NEAREST }, () => {
      const item = this.find(".nearest ol").appendChild(document.createElement("li"));
      const canvas = item.appendChild(document.createElement("canvas"));
      canvas.width = canvas.height = SIDE;
      return { canvas, label: item.appendChild(document.createElement("span")) };
    });
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  update(data) {
    const first = !this.data;
    this.data = data;
    for (const element of this.root.querySelectorAll("[data-text]")) {
      element.textContent = data.text[element.dataset.text];
    }
    this.find(".nearest").setAttribute("aria-label", data.text.nearest);
    this.find(".progress").setAttribute("aria-label", data.text.loading);
    if (!first) return;
    this.preview.ariaLabel = data.text.own; // until the first frame says what it is
    // later the slider alone decides: what Python says may be an answer to where it was before
    this.strength.max = data.noise.strengths.length - 1;
    this.strength.value = data.noise.level;
  }

  get level() {
    return Number(this.strength.value);
  }

  showStrength() {
    const text = this.data.noise.strengths[this.level];
    this.find(".strength output").textContent = text;
    this.strength.setAttribute("aria-valuetext", text);
    this.strength.style.setProperty("--share", `${(100 * this.level) / this.strength.max}%`);
  }

  set busy(busy) {
    this.find(".progress").hidden = !busy;
  }

  // code: its numbers; spot: where it lies on the map
  describe(code, spot, origin) {
    const { text, view } = this.data;
    const caption = text[origin] ?? text.elsewhere;
    say(this.find(".what"), caption);
    if (this.preview.ariaLabel !== caption) this.preview.ariaLabel = caption;
    const list = (numbers) =>
      Array.from(numbers, (number) => signed(number, 2)).join("   ");
    const rest = code.length > SHOWN_NUMBERS ? ` … (${code.length})` : "";
    const place = view.named ? `${text.spot}   ${list(spot)}\n` : "";
    const numbers = `${text.code}   ${list(code.subarray(0, SHOWN_NUMBERS))}${rest}`;
    say(this.find(".code"), place + numbers);
  }

  // places: of held-out digits; labels: theirs
  showNearest(places, labels) {
    const { colours, coloured } = this.data.digits;
    this.nearest.forEach((shown, i) => {
      const colour = coloured ? colours[labels[i]] : "transparent";
      if (shown.place !== places[i]) page.digits.paint(shown.canvas, places[i]);
      if (shown.colour !== colour) shown.label.style.setProperty("--colour", colour);
      Object.assign(shown, { place: places[i], colour });
      say(shown.label, String(labels[i]));
    });
  }

  // For those who do not see it: numbers and neighbours.
  announce(labels) {
    const { nearest } = this.data.text;
    say(this.find(".status"), `${this.find(".code").textContent}; ${nearest} ${labels.join(", ")}`);
  }

  // One sentence, until the pointer moves on.
  warn(sentence) {
    say(this.find(".what"), sentence);
    say(this.find(".status"), sentence);
  }
}
