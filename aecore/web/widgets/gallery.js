// Digits to choose from; a click tells Python which, and with `closes` ends the popover in which they
// stand. With `steps`, the keys that go on and back tell it, too.

import { PIXELS, SIDE } from "../browser/noise.js";
import { bytesFromBase64, inkFromBytes, mount } from "../browser/registry.js";
import { listenForSteps } from "../browser/step_keys.js";
import { paintImage } from "../browser/tiles.js";

class Gallery {
  constructor({ parentElement }) {
    this.group = parentElement.querySelector(".gallery");
    this.listeners = new AbortController();
    listenForSteps((by) => this.step(by), this.listeners.signal);
  }

  update({ data, setTriggerValue }) {
    Object.assign(this, { data, send: setTriggerValue });
    if (this.asked === data.chosen) this.asked = null;
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
        button.onclick = () => this.pick(data.ids[i]);
        const canvas = button.appendChild(document.createElement("canvas"));
        canvas.width = canvas.height = SIDE;
        paintImage(canvas, inkFromBytes(bytes.subarray(i * PIXELS, (i + 1) * PIXELS)));
        if (data.chosen !== null) button.append(name);
        return button;
      }),
    );
  }

  step(by) {
    const { ids, chosen, steps } = this.data;
    if (!steps) return false;
    const from = this.asked ?? chosen;
    const place = Math.min(ids.length - 1, Math.max(0, ids.indexOf(from) + by));
    if (ids[place] === from) return false;
    this.pick(ids[place]);
    return true;
  }

  pick(id) {
    this.asked = id; // the next key may come before the answer
    this.send("picked", id);
    if (this.data.closes) this.close();
  }

  // As Escape does: at once, where Python would have to know first that the popover is open.
  close() {
    const { host } = this.group.getRootNode();
    if (!host.closest("[data-testid=stPopoverBody]")) return;
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  }

  remove() {
    this.listeners.abort();
  }
}

export default function (args) {
  return mount(args, (first) => new Gallery(first));
}
