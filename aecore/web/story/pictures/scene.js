// What the scenes of the story share: one digit, its network, and pictures of what layers say.

import { Follower } from "../../browser/linked_view.js";
import { activate, kinds } from "../../browser/network.js";
import { bytesFromBase64, inkFromBytes, page } from "../../browser/registry.js";
import { INK, TILE } from "../../browser/tiles.js";
import { written } from "../../browser/words.js";

const COARSE = 32; // cells in a row of a map that is painted as a mosaic

export class StoryScene extends Follower {
  // name: how tests find the scene
  constructor(args, name) {
    super(args);
    (page.story ??= {})[name] = this;
  }

  update({ data }) {
    const before = this.data;
    this.data = data;
    if (before?.digit !== data.digit) {
      this.image = inkFromBytes(bytesFromBase64(data.image));
      this.another();
    }
    this.label();
    this.schedule();
  }

  another() {} // the digit is another one

  hear() {} // no codes move here but the scene's own

  begin() {
    this.schedule();
  }

  label() {
    super.label();
    for (const element of this.root.querySelectorAll("[data-label]")) {
      element.setAttribute("aria-label", this.data.text[element.dataset.label]);
    }
  }

  number(value, digits) {
    return written(value, digits, this.data.language).replace("-", "−");
  }

  // A slider shows how far it is, and says it.
  slide(input, words) {
    const { min, max, value } = input;
    input.style.setProperty("--share", `${(100 * (value - min)) / (max - min)}%`);
    input.setAttribute("aria-valuetext", words);
    const output = input.parentElement.querySelector("output");
    if (output) output.textContent = words;
  }

  remove() {
    super.remove();
    this.removed = true;
  }
}

// What every dense layer says, one after the other: {values, activation}. The last one's values are
// the result.
export function said(layers, values) {
  const all = [];
  for (const layer of layers) {
    values = activate(kinds[layer.kind](layer, values), layer.activation);
    if (layer.kind === "dense") all.push({ values, activation: layer.activation });
  }
  return all;
}

// What the inner layers say, a mosaic for each: the stronger, the lighter. A softmax speaks of the
// places of a square map, and is painted as the map lies.
export function paintMosaics(canvases, layers) {
  canvases.forEach((canvas, i) => {
    const { values, activation } = layers[i];
    paintMosaic(canvas, activation === "softmax" ? asMap(values) : values);
  });
}

// (side², ): columns from left to right, each upwards, as aecore/training/topographic_network.py
// lists places -> at most `COARSE` rows from the top down, each cell the sum of its places
function asMap(values) {
  const side = Math.sqrt(values.length);
  const block = Math.ceil(side / COARSE);
  const cells = side / block;
  const map = new Float32Array(cells * cells);
  values.forEach((value, i) => {
    const column = Math.floor(Math.floor(i / side) / block);
    const row = cells - 1 - Math.floor((i % side) / block);
    map[row * cells + column] += value;
  });
  return map;
}

function paintMosaic(canvas, values) {
  const most = values.reduce((top, value) => Math.max(top, value), 1e-6);
  let rows = Math.floor(Math.sqrt(values.length));
  while (values.length % rows) rows--;
  Object.assign(canvas, { width: values.length / rows, height: rows });
  const context = canvas.getContext("2d");
  const picture = context.createImageData(canvas.width, canvas.height);
  values.forEach((value, i) => {
    const share = Math.max(0, value) / most;
    for (let c = 0; c < 3; c++) picture.data[4 * i + c] = TILE[c] + share * (INK[c] - TILE[c]);
    picture.data[4 * i + 3] = 255;
  });
  context.putImageData(picture, 0, 0);
}
