// A box drawn on a picture with the mouse, a finger or the keyboard, as boxes.js has it.

import { Drag } from "../../browser/drag.js";
import { placeBox } from "./boxes.js";

const LEAST_SIDE = 0.05;
const KEY_STEP = 0.02;

export class CropArea {
  // element: lies over the picture, with a child that shows the box; toggled(): it was opened or
  // closed; done(box): a box was drawn
  constructor(element, { toggled, done }) {
    this.element = element;
    this.shown = element.firstElementChild;
    this.toggled = toggled;
    this.done = done;
    this.drag = new Drag(element, {
      begun: (event) => this.begin(event),
      moved: (events) => this.extend(events.at(-1)),
      ended: () => this.end(),
      takenBack: () => this.draw(this.before),
    });
    element.onkeydown = (event) => this.key(event);
  }

  get isOpen() {
    return !this.element.hidden;
  }

  open(box) {
    const whole = box.every((edge, i) => edge === (i < 2 ? 0 : 1));
    this.draw(whole ? [0.2, 0.2, 0.8, 0.8] : box);
    this.element.hidden = false;
    this.element.focus();
    this.toggled();
  }

  close() {
    this.drag.drop();
    this.element.hidden = true;
    this.toggled();
  }

  begin(event) {
    this.before = this.box;
    this.start = this.point(event);
    event.preventDefault();
  }

  extend(event) {
    const [y, x] = this.point(event);
    const [y0, x0] = this.start;
    this.draw([Math.min(y, y0), Math.min(x, x0), Math.max(y, y0), Math.max(x, x0)]);
  }

  // A click without a drag draws nothing.
  end() {
    const [top, left, bottom, right] = this.box;
    const drawn = this.box !== this.before;
    if (drawn && bottom - top >= LEAST_SIDE && right - left >= LEAST_SIDE) this.finish();
  }

  key(event) {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    if (event.key in step) this.nudge(step[event.key], event.shiftKey);
    else if (event.key === "Enter") this.finish();
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  nudge([down, across], resize) {
    const [top, left, bottom, right] = this.box;
    const [dy, dx] = [down * KEY_STEP, across * KEY_STEP];
    if (resize) {
      this.draw([top, left, between(top + LEAST_SIDE, bottom + dy, 1), between(left + LEAST_SIDE, right + dx, 1)]);
    } else {
      const y = between(0, top + dy, 1 - bottom + top) - top;
      const x = between(0, left + dx, 1 - right + left) - left;
      this.draw([top + y, left + x, bottom + y, right + x]);
    }
  }

  finish() {
    this.close();
    this.done(this.box.map((edge) => Math.round(edge * 1e4) / 1e4));
  }

  point(event) {
    const { left, top, width, height } = this.element.getBoundingClientRect();
    return [
      between(0, (event.clientY - top) / height, 1),
      between(0, (event.clientX - left) / width, 1),
    ];
  }

  draw(box) {
    this.box = box;
    placeBox(this.shown, box);
  }

  remove() {
    this.drag.remove();
  }
}

function between(least, value, most) {
  return Math.min(Math.max(value, least), Math.max(least, most));
}
