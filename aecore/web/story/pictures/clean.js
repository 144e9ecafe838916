// Cleaning up: the digit under noise, and what the network that practised on spoiled digits makes.

import { Noise } from "../../browser/noise.js";
import { bytesFromBase64, mount } from "../../browser/registry.js";
import { meanSquaredError, paintImage } from "../../browser/tiles.js";
import { filled } from "../../browser/words.js";
import { StoryScene } from "./scene.js";

class Clean extends StoryScene {
  constructor(args) {
    super(args, "clean");
    this.slider = this.find("input");
    this.slider.oninput = () => this.schedule();
  }

  update(args) {
    if (!this.noise) {
      const { table, levels, level } = args.data.noise;
      this.noise = new Noise(bytesFromBase64(table));
      Object.assign(this.slider, { max: levels - 1, value: level });
    }
    super.update(args);
  }

  follow() {
    const { text, verdicts } = this.data;
    const level = Number(this.slider.value);
    const spoiled = this.noise.apply(this.image, level);
    paintImage(this.find(".digit"), this.image);
    const tile = this.find(".spoiled");
    const name = level === 0 ? text.unspoiled : text.spoiled;
    paintImage(tile, spoiled);
    tile.setAttribute("aria-label", name);
    tile.previousElementSibling.textContent = name;
    const share = (level / this.slider.max).toLocaleString(this.data.language, { style: "percent" });
    this.slide(this.slider, share);
    this.tell(".before", meanSquaredError(this.image, spoiled));
    const { network } = this;
    this.find(".verdict").textContent = network ? "" : text.loading;
    if (!network) return;
    const rebuilt = network.decode(network.encode(spoiled));
    paintImage(this.find(".rebuilt"), rebuilt);
    this.tell(".after", meanSquaredError(this.image, rebuilt));
    this.find(".verdict").textContent = verdicts[level];
  }

  tell(selector, error) {
    const words = filled(this.data.text.error, { error: this.number(error, 4) });
    this.find(selector).textContent = words;
  }
}

export default function (args) {
  return mount(args, (first) => new Clean(first));
}
