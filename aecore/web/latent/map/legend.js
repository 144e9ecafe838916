// Which colour is which digit: a real digit of each kind beside its colour.

import { PIXELS, SIDE } from "../../browser/noise.js";
import { bytesFromBase64, inkFromBytes, mount } from "../../browser/registry.js";
import { paintImage } from "../../browser/tiles.js";

class Legend {
  constructor({ parentElement }) {
    this.list = parentElement.querySelector(".legend");
  }

  update({ data }) {
    this.list.setAttribute("aria-label", data.label);
    this.list.dataset.coloured = data.coloured;
    if (this.images === data.images) return;
    this.images = data.images;
    const bytes = bytesFromBase64(data.images);
    this.list.replaceChildren(
      ...data.colours.map((colour, digit) => {
        const item = document.createElement("li");
        item.style.setProperty("--colour", colour);
        const canvas = item.appendChild(document.createElement("canvas"));
        canvas.width = canvas.height = SIDE;
        paintImage(canvas, inkFromBytes(bytes.subarray(digit * PIXELS, (digit + 1) * PIXELS)));
        item.appendChild(document.createElement("span")).textContent = digit;
        return item;
      }),
    );
  }

  remove() {}
}

export default function (args) {
  return mount(args, (first) => new Legend(first));
}
