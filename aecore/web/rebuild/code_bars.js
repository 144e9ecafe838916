// A code of any other size as bars, one a number, each of which can be dragged: the same gesture as on
// the map. Let go, and the visitor's own numbers come back.

import { Drag } from "../browser/drag.js";
import { signed } from "../browser/words.js";

const STEP = 0.05; // of a bar's reach, by the keyboard; with Shift five times as much
const SAID = 8; // numbers that are written on their bars; of more there is no room

export class CodeBars {
  // stage: the element with the list; looked(code): another code, or null, is looked at
  constructor(stage, { looked }) {
    Object.assign(this, { stage, looked });
    this.list = stage.querySelector("ol");
    this.drag = new Drag(stage, {
      begun: (event) => this.take(event),
      moved: (events) => events.forEach((event) => this.take(event)),
      ended: () => this.letGo(),
      takenBack: () => this.letGo(),
    });
    stage.onkeydown = (event) => this.key(event);
    stage.onblur = () => this.letGo();
  }

  // low, high: between which most digits' numbers lie
  update({ low, high }) {
    const reach = low.map((least, i) => Math.max(Math.abs(least), Math.abs(high[i])));
    if (this.reach?.join() === reach.join()) return;
    this.reach = reach;
    this.chosen = 0;
    this.list.replaceChildren(...low.map(() => document.createElement("li")));
    this.list.dataset.many = low.length > SAID;
  }

  get shown() {
    return this.codes.looked ?? this.codes.spoiled ?? this.codes.own;
  }

  // The bar under the pointer is as long as the pointer is high.
  take({ clientX, clientY }) {
    if (!this.codes) return;
    const { left, top, width, height } = this.list.getBoundingClientRect();
    const place = Math.floor((this.reach.length * (clientX - left)) / width);
    this.chosen = Math.min(this.reach.length - 1, Math.max(0, place));
    const share = 1 - (2 * (clientY - top)) / height;
    this.put(Math.min(1, Math.max(-1, share)) * this.reach[this.chosen]);
  }

  put(number) {
    const code = Float32Array.from(this.shown);
    code[this.chosen] = number;
    this.looked(code);
  }

  letGo() {
    if (this.codes?.looked) this.looked(null);
  }

  key(event) {
    const { length } = this.reach;
    const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const up = { ArrowDown: -1, ArrowUp: 1 }[event.key];
    if (!this.codes || event.ctrlKey || event.altKey || event.metaKey) return;
    if (across) this.chosen = (this.chosen + across + length) % length;
    else if (up) {
      const step = (event.shiftKey ? 5 : 1) * STEP * this.reach[this.chosen];
      this.put(this.shown[this.chosen] + up * step);
    } else if (event.key === "Escape") this.letGo();
    else return;
    event.preventDefault();
    this.show(this.codes);
  }

  // own: the code of the visitor's digit; spoiled: with noise, or null; looked: at, or null
  show(codes) {
    this.codes = codes;
    if (!codes.own) return;
    const { shown } = this;
    [...this.list.children].forEach((bar, i) => {
      const share = (number) => Math.max(-1, Math.min(1, number / this.reach[i]));
      bar.style.setProperty("--share", share(shown[i]));
      bar.style.setProperty("--own", share(codes.own[i]));
      bar.toggleAttribute("data-chosen", i === this.chosen);
      bar.textContent = signed(shown[i], 1);
    });
  }

  remove() {
    this.drag.remove();
    this.stage.onkeydown = this.stage.onblur = null;
  }
}
