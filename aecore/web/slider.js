// A slider that is live while it is dragged: other components of the page follow every step in
// the browser, and Python gets the value when it is let go.

class Slider {
  constructor({ parentElement }) {
    this.label = parentElement.querySelector(".label");
    this.input = parentElement.querySelector("input");
    this.output = parentElement.querySelector("output");
    this.input.oninput = () => this.follow();
    this.input.onchange = () => this.send("value", Number(this.input.value));
  }

  update({ data, setStateValue }) {
    const moved = this.data?.value !== data.value;
    this.data = data;
    this.send = setStateValue;
    this.label.textContent = data.label;
    this.input.max = data.descriptions.length - 1;
    if (moved) this.input.value = data.value;
    this.follow();
  }

  follow() {
    const value = Number(this.input.value);
    const text = this.data.descriptions[value];
    this.output.textContent = text;
    this.input.setAttribute("aria-valuetext", text);
    if (page.values.get(this.data.name) === value) return;
    page.values.set(this.data.name, value);
    announce("value", this.data.name);
  }

  remove() {
    page.values.delete(this.data.name);
  }
}

export default function (args) {
  return mount(args, (first) => new Slider(first));
}
