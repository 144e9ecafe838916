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
    const wanted = [data.images, data.chosen, ...data.names].join();
    if (this.shown === wanted) return;
    this.shown = wanted;
    this.group.dataset.named = data.chosen !== null;
    this.group.setAttribute("aria-label", data.label);
    const bytes = bytesFromBase64(data.images);
    this.group.replaceChildren(
      ...data.names.map((name, i) => {
        const button = document.createElement("button");
        button.type = "button";
        button.ariaLabel = name;
        if (data.chosen !== null) button.setAttribute("aria-pressed", data.ids[i] === data.chosen);
        button.onclick = () => this.send("picked", data.ids[i]);
        const canvas = button.appendChild(document.createElement("canvas"));
        canvas.width = canvas.height = SIDE;
        paintImage(canvas, inkFromBytes(bytes.subarray(i * PIXELS, (i + 1) * PIXELS)));
        if (data.chosen !== null) button.append(name);
        return button;
      }),
    );
  }

  remove() {}
}

export default function (args) {
  return mount(args, (first) => new Gallery(first));
}
