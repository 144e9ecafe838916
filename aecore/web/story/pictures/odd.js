// Finding what is odd: the digit with a fault, which a network that knows digits leaves out. Faults
// and what is found are as in aecore.story.

import { SIDE } from "../../browser/noise.js";
import { mount } from "../../browser/registry.js";
import { paintDifference, paintImage } from "../../browser/tiles.js";
import { LensScene } from "./lens.js";

const FAULT = 3; // pixels across

class Odd extends LensScene {
  constructor(args) {
    super(args, "odd", { side: FAULT, corner: [17, 8] });
  }

  get faulty() {
    const [x, y] = this.corner;
    const on = (at, from) => at >= from && at < from + FAULT;
    const inside = (i) => on(i % SIDE, x) && on(Math.floor(i / SIDE), y);
    return this.image.map((ink, i) => (inside(i) ? 1 - ink : ink));
  }

  follow() {
    const { network, faulty } = this;
    const { text } = this.data;
    this.surround(".lens", this.corner);
    paintImage(this.canvas, faulty);
    this.find(".oddest").hidden = !network;
    if (!network) return this.tell(text.loading);
    const rebuilt = network.decode(network.encode(faulty));
    this.oddest = oddest(faulty, rebuilt);
    paintImage(this.find(".rebuilt"), rebuilt);
    paintDifference(this.find(".lost"), faulty, rebuilt);
    this.surround(".oddest", this.oddest);
    const found = this.corner.every((at, axis) => Math.abs(at - this.oddest[axis]) < FAULT);
    this.tell(found ? text.found : text.missed);
  }

  // Said once, for those who hear it, however far the fault is moved.
  tell(words) {
    const verdict = this.find(".verdict");
    if (verdict.textContent !== words) verdict.textContent = words;
  }
}

// The corner of the square with the largest squared error, the first one from the top left.
function oddest(image, rebuilt) {
  const [last, offsets] = [SIDE - FAULT, Array.from({ length: FAULT ** 2 }, square)];
  let [most, corner] = [-1, null];
  for (let y = 0; y <= last; y++) {
    for (let x = 0; x <= last; x++) {
      const errors = offsets.map((offset) => (image[y * SIDE + x + offset] - rebuilt[y * SIDE + x + offset]) ** 2);
      const sum = errors.reduce((total, error) => total + error);
      if (sum > most) [most, corner] = [sum, [x, y]];
    }
  }
  return corner;
}

// From the corner of a square to its pixel number i.
const square = (_, i) => Math.floor(i / FAULT) * SIDE + (i % FAULT);

export default function (args) {
  return mount(args, (first) => new Odd(first));
}
