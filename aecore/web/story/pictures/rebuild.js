// Rebuild: two numbers under two sliders, through the decoder, layer by layer, to a picture.

import { bytesFromBase64, inkFromBytes, mount } from "../../browser/registry.js";
import { meanSquaredError, paintImage } from "../../browser/tiles.js";
import { filled } from "../../browser/words.js";
import { StoryScene, paintMosaics, said } from "./scene.js";

const FINE = 200; // steps of a slider

class Again extends StoryScene {
  constructor(args) {
    super(args, "rebuild");
    this.sliders = [...this.root.querySelectorAll("input")];
    this.sliders.forEach((slider) => (slider.oninput = () => this.moved()));
    this.find("button").onclick = () => this.another();
  }

  // Back to the numbers of the visitor's digit.
  another() {
    this.code = null;
    this.schedule();
  }

  moved() {
    this.code = this.sliders.map((slider) => Number(slider.value));
    this.schedule();
  }

  get own() {
    return this.network ? [...this.network.encode(this.image)] : this.data.code;
  }

  follow() {
    const { network } = this;
    const { text, low, high } = this.data;
    const code = this.code ?? this.own;
    this.sliders.forEach((slider, i) => {
      const [least, most] = [Math.min(low[i], this.own[i]), Math.max(high[i], this.own[i])];
      Object.assign(slider, { min: least, max: most, step: (most - least) / FINE });
      if (!this.code) slider.value = code[i];
      this.slide(slider, this.number(code[i], 2));
    });
    paintImage(this.find(".digit"), this.image);
    let rebuilt = inkFromBytes(bytesFromBase64(this.data.rebuilt));
    if (network) {
      const given = Float32Array.from(code);
      const layers = said(network.decoder, given);
      rebuilt = network.decode(given);
      paintMosaics(this.root.querySelectorAll(".funnel canvas"), layers);
    }
    paintImage(this.find(".rebuilt"), rebuilt);
    const error = this.number(meanSquaredError(this.image, rebuilt), 4);
    this.find(".figure").textContent = filled(text.error, { error });
  }
}

export default function (args) {
  return mount(args, (first) => new Again(first));
}
