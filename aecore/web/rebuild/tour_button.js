// Begins the guided minute of the diagram.

import { mount, page } from "../browser/registry.js";

class TourButton {
  constructor({ parentElement }) {
    this.button = parentElement.querySelector("button");
    this.button.onclick = () => page.events.dispatchEvent(new Event("tour"));
  }

  update({ data }) {
    this.button.textContent = data.label;
  }

  remove() {}
}

export default function (args) {
  return mount(args, (first) => new TourButton(first));
}
