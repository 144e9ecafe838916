// Prints the page.

import { mount } from "../browser/registry.js";

class PrintButton {
  constructor({ parentElement }) {
    this.button = parentElement.querySelector("button");
    this.button.onclick = () => print();
  }

  update({ data }) {
    this.button.textContent = data.label;
  }

  remove() {}
}

export default function (args) {
  return mount(args, (first) => new PrintButton(first));
}
