// All digits of a picture at once: each as the network gets it, and as it rebuilds it. They
// follow the noise and the model of the diagram.

import { SIDE } from "../../browser/noise.js";
import { page } from "../../browser/registry.js";
import { FrameScheduler } from "../../browser/scheduler.js";
import { paintImage } from "../../browser/tiles.js";

export class Together {
  // list: an element to fill; choose(place): a digit was chosen
  constructor(list, choose) {
    this.list = list;
    this.choose = choose;
    this.digits = []; // {image, given, rebuilt, button}
    this.stale = new Set(); // what is to be painted, the longest waiting first
    this.painting = new FrameScheduler(); // forty digits take a few frames
    this.listeners = new AbortController();
    for (const event of ["network", "scene"]) {
      page.events.addEventListener(event, () => this.refresh(), { signal: this.listeners.signal });
    }
  }

  show(images, names) {
    this.digits = images.map((image, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", names[place]);
      button.onclick = () => this.choose(place);
      const [given, rebuilt] = ["given", "rebuilt"].map((name) => {
        const canvas = button.appendChild(document.createElement("canvas"));
        canvas.width = canvas.height = SIDE;
        canvas.className = name;
        return canvas;
      });
      rebuilt.dataset.waiting = "";
      return { image, given, rebuilt, button };
    });
    this.stale.clear();
    this.list.replaceChildren(...this.digits.map(({ button }) => button));
    this.refresh();
  }

  mark(chosen) {
    this.digits.forEach(({ button }, place) => button.setAttribute("aria-pressed", place === chosen));
  }

  refresh() {
    this.digits.forEach((digit) => this.stale.add(digit));
    this.painting.start([...this.stale].map((digit) => () => this.paint(digit)));
  }

  paint(digit) {
    this.stale.delete(digit);
    const { image, given, rebuilt } = digit;
    const { model, noise, level } = page.scene ?? {};
    const spoiled = noise ? noise.apply(image, level) : image;
    paintImage(given, spoiled);
    const network = page.networks.get(model);
    if (!network) return; // its last answer stays, or the empty tile
    paintImage(rebuilt, network.decode(network.encode(spoiled)));
    delete rebuilt.dataset.waiting;
  }

  remove() {
    this.painting.stop();
    this.listeners.abort();
  }
}
