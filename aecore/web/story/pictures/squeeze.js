// Squeeze: the digit through the encoder, layer by layer, with a part of it covered.

import { SIDE } from "../../browser/noise.js";
import { mount } from "../../browser/registry.js";
import { paintImage } from "../../browser/tiles.js";
import { filled } from "../../browser/words.js";
import { StoryScene, paintMosaics, said } from "./scene.js";

class Squeeze extends StoryScene {
  constructor(args) {
    super(args, "squeeze");
    this.slider = this.find("input");
    this.slider.oninput = () => this.schedule();
  }

  // The rows from the top that are covered are paper.
  get covered() {
    const rows = Number(this.slider.value);
    return this.image.map((ink, i) => (i < rows * SIDE ? 0 : ink));
  }

  follow() {
    const seen = this.covered;
    paintImage(this.find(".digit"), seen);
    const rows = this.number(Number(this.slider.value), 0);
    this.slide(this.slider, filled(this.data.text.rows, { rows }));
    const { network } = this;
    this.code = this.data.code; // Python's, until the network is here
    if (network) {
      const layers = said(network.encoder, seen);
      this.code = layers.at(-1).values;
      paintMosaics(this.root.querySelectorAll(".funnel canvas"), layers);
    }
    showNumbers(this.find(".numbers"), this.code, (value) => this.number(value, 2));
  }
}

function showNumbers(list, code, write) {
  if (list.children.length !== code.length) {
    list.replaceChildren(...Array.from(code, () => document.createElement("li")));
  }
  code.forEach((value, i) => (list.children[i].textContent = write(value)));
}

export default function (args) {
  return mount(args, (first) => new Squeeze(first));
}
