// A slider for every number of the code, live while it is dragged, beside the digit that the
// decoder makes of the numbers; the average digit of each class, and steps from one to another.

import { Follower } from "../browser/linked_view.js";
import { SIDE } from "../browser/noise.js";
import { mount, page } from "../browser/registry.js";
import { FrameScheduler } from "../browser/scheduler.js";
import { paintImage } from "../browser/tiles.js";
import { CodeNumber } from "./code_number.js";

const REST_MS = 150; // a pause this long after a change counts as rest

class Sliders extends Follower {
  constructor(args) {
    super(args);
    this.preview = this.find(".preview");
    this.strength = this.find(".strength input");
    this.classes = ["less", "more"].map((name) => this.find(`[data-class="${name}"]`));
    this.ends = new FrameScheduler();
    this.typical = new FrameScheduler();
    this.layOutClasses();
    this.strength.oninput = () => this.tell();
    for (const select of this.classes) select.onchange = () => this.tell();
    this.find('[data-action="back"]').onclick = () => this.goBack();
    this.find('[data-action="pin"]').onclick = () => this.pin();
  }

  update({ data, setTriggerValue }) {
    const before = this.data;
    this.data = data;
    this.send = setTriggerValue;
    this.label();
    if (before?.model === data.model) {
      this.numbers.forEach((number) => number.label(data.text));
      return;
    }
    const known = page.latent?.model === data.model;
    this.layOutNumbers();
    this.go(known ? page.latent.code : Float32Array.from(data.own));
    this.begin();
  }

  label() {
    super.label();
    this.preview.setAttribute("aria-label", this.data.text.preview);
    this.find(".note").textContent = this.data.note;
    this.find('[data-action="pin"]').disabled = this.data.full;
    this.find('[data-action="pin"]').title = this.data.full ? this.data.text.full : "";
    this.showStrength();
  }

  // The code without the step from class to class, which the strength adds.
  go(code) {
    this.base = Float32Array.from(code);
    this.strength.value = 0;
    this.schedule();
  }

  get step() {
    const [less, more] = this.classes.map((select) => this.data.typical[select.value]);
    const strength = Number(this.strength.value);
    return this.base.map((_, i) => strength * (more[i] - less[i]));
  }

  get code() {
    const { step } = this;
    return this.base.map((number, i) => number + step[i]);
  }

  // Somebody else moved the code.
  hear() {
    const { model, code, origin } = page.latent;
    if (model === this.data.model && origin !== "sliders") this.go(code);
  }

  // The visitor moved it here.
  tell() {
    page.setCode(this.data.model, this.code, "sliders");
    this.schedule();
  }

  goBack() {
    page.setCode(this.data.model, Float32Array.from(this.data.own), "own");
  }

  pin() {
    this.send("pinned", { model: this.data.model, code: [...this.code] });
  }

  schedule() {
    this.ends.stop();
    super.schedule();
  }

  // One frame: the sliders and the digit. Their ends are drawn anew once the code rests.
  follow() {
    const { code } = this;
    this.numbers.forEach((number) => number.show(code));
    this.showStrength();
    if (!this.network) return;
    paintImage(this.preview, this.network.decode(code));
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.paintEnds(), REST_MS);
  }

  showStrength() {
    const share = Math.round(100 * this.strength.value);
    const text = this.data.text.share.replace("{share}", share);
    this.find(".strength output").textContent = text;
    this.strength.setAttribute("aria-valuetext", text);
  }

  paintEnds() {
    const { code, network } = this;
    this.ends.start(
      this.numbers.flatMap((number) =>
        number.ends(code).map(([canvas, end]) => () => paintImage(canvas, network.decode(end))),
      ),
    );
  }

  // A network arrived, or another is chosen.
  begin() {
    const { network } = this;
    if (!network || this.begun === network) return;
    this.begun = network;
    this.typical.start(
      this.data.typical.map((code, digit) => () => {
        paintImage(this.buttons[digit], network.decode(Float32Array.from(code)));
      }),
    );
    this.schedule();
  }

  layOutClasses() {
    const digits = Array.from({ length: 10 }, (_, digit) => digit);
    for (const select of this.classes) {
      select.replaceChildren(...digits.map((digit) => new Option(digit, digit)));
    }
    this.classes.forEach((select, i) => (select.value = [3, 7][i]));
    this.buttons = digits.map((digit) => {
      const button = document.createElement("button");
      button.type = "button";
      button.onclick = () => {
        this.go(this.data.typical[digit]);
        this.tell();
      };
      const canvas = button.appendChild(document.createElement("canvas"));
      canvas.width = canvas.height = SIDE;
      button.append(digit);
      this.find('.typical [role="group"]').append(button);
      return canvas;
    });
  }

  layOutNumbers() {
    this.numbers = this.data.numbers.map(
      (at) => new CodeNumber(at, this.data, (value) => this.move(at, value)),
    );
    const list = this.find(".numbers");
    const n = this.numbers.length;
    list.dataset.size = n <= 4 ? "big" : n <= 8 ? "middle" : "small";
    list.replaceChildren(...this.numbers.map((number) => number.item));
  }

  move(at, value) {
    this.base[at] = value - this.step[at];
    this.tell();
  }

  remove() {
    super.remove();
    clearTimeout(this.rest);
    this.ends.stop();
    this.typical.stop();
  }
}

export default function (args) {
  return mount(args, (first) => new Sliders(first));
}
