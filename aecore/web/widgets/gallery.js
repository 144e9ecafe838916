// Digits to choose from; a click tells Python which.

import { PIXELS, SIDE } from "../browser/noise.js";
import { bytesFromBase64, inkFromBytes, mount } from "../browser/registry.js";
import { paintImage } from "../browser/tiles.js";

class Gallery {
  constructor({ parentElement }) {
    this.group = parentElement.querySelector(".gallery");
  }

  update({ data, setTriggerValue }) {
    this.send = setTriggerValue;
    if (this.images === data.images) return;
    this.images = data.images;
    this.group.setAttribute("aria-label", data.label);
    const bytes = bytesFromBase64(data.images);
    this.group.replaceChildren(
      ...data.names.map((name, i) => {
        const button = document.createElement("button");
        button.type = "button";
        button.setAttribute("aria-label", name);
        button.onclick = () => this.send("picked", data.ids[i]);
        const canvas = button.appendChild(document.createElement("canvas"));
        canvas.width = canvas.height = SIDE;
        paintImage(canvas, inkFromBytes(bytes.subarray(i * PIXELS, (i + 1) * PIXELS)));
        return button;
      }),
    );
  }

  remove() {}
}

export default function (args) {
  return mount(args, (first) => new Gallery(first));
}
