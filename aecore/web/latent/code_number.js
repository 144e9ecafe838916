// One number of the code: its slider, and the digits at the slider's two ends.

import { SIDE } from "../browser/noise.js";
import { signed } from "../browser/words.js";

export class CodeNumber {
  // at: its place in the code; move(value): the slider was moved
  constructor(at, { low, high, text }, move) {
    this.at = at;
    this.reach = [low[at], high[at]];
    this.item = document.createElement("li");
    const line = this.item.appendChild(document.createElement("p"));
    this.name = line.appendChild(new Text());
    // no <output>: 32 of them would talk to a screen reader all at once
    this.value = line.appendChild(document.createElement("span"));
    this.slider = document.createElement("input");
    this.slider.type = "range";
    // in hundredths of its reach: what an arrow key goes; the mouse goes less
    this.slider.max = 100;
    this.slider.step = "any";
    this.slider.oninput = () => {
      const share = this.slider.value / 100;
      move((1 - share) * this.reach[0] + share * this.reach[1]);
    };
    this.canvases = this.reach.map((value) => {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = SIDE;
      canvas.onclick = () => move(value); // Home and End do the same on the keyboard
      return canvas;
    });
    const [left, right] = this.canvases;
    this.item.append(left, this.slider, right);
    this.label(text);
  }

  label(text) {
    const name = text.number.replace("{i}", this.at + 1);
    this.name.textContent = name;
    this.slider.setAttribute("aria-label", name);
    for (const canvas of this.canvases) canvas.title = text.end;
  }

  show(code) {
    const value = code[this.at];
    if (value === this.shown) return;
    this.shown = value;
    const [low, high] = this.reach;
    const text = signed(value, 2);
    this.slider.value = (100 * (value - low)) / (high - low); // held to its ends by the browser
    this.slider.style.setProperty("--share", `${this.slider.value}%`);
    this.slider.setAttribute("aria-valuetext", text);
    this.value.textContent = text;
  }

  // Its canvases, each with the code that has this number at an end and the others as now.
  ends(code) {
    return this.canvases.map((canvas, end) => [
      canvas,
      code.map((value, i) => (i === this.at ? this.reach[end] : value)),
    ]);
  }
}
