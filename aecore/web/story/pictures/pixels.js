// A picture is numbers: a lens over the digit, and the numbers below it.

import { COLOURS } from "../../browser/colours.js";
import { SIDE } from "../../browser/noise.js";
import { mount } from "../../browser/registry.js";
import { paintImage } from "../../browser/tiles.js";
import { filled } from "../../browser/words.js";
import { LensScene } from "./lens.js";

const LENS = 7; // pixels across

class Pixels extends LensScene {
  constructor(args) {
    super(args, "pixels", { side: LENS, corner: [8, 10] });
    this.cells = Array.from({ length: LENS * LENS }, () => document.createElement("span"));
    this.find(".grid").replaceChildren(...this.cells);
  }

  follow() {
    const [x, y] = this.corner;
    paintImage(this.canvas, this.image);
    this.surround(".lens", this.corner);
    let inked = 0;
    this.cells.forEach((cell, i) => {
      const ink = this.image[(y + Math.floor(i / LENS)) * SIDE + x + (i % LENS)];
      inked += ink > 0.5;
      const share = Math.round(100 * ink);
      cell.textContent = ink === 0 ? "0" : this.number(ink, 2);
      cell.style.background = `color-mix(in srgb, ${COLOURS.ink} ${share}%, ${COLOURS.paper})`;
      cell.style.color = share > 41 ? "#000" : "#fff"; // a contrast of 4.5 on every shade
    });
    const { text } = this.data;
    const words = { column: this.number(x + 1, 0), row: this.number(y + 1, 0), inked };
    this.canvas.setAttribute("aria-label", text.pointing);
    this.find(".grid").role = "img"; // one that has a name
    this.find(".grid").setAttribute("aria-label", filled(text.lens, words));
  }
}

export default function (args) {
  return mount(args, (first) => new Pixels(first));
}
