// A scene in which the pointer, or the arrow keys, move a square over the digit.

import { SIDE } from "../../browser/noise.js";
import { StoryScene } from "./scene.js";

const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class LensScene extends StoryScene {
  // side: pixels across the square; corner: its upper left one, [column, row], at first
  constructor(args, name, { side, corner }) {
    super(args, name);
    Object.assign(this, { side, corner });
    this.canvas = this.find("canvas");
    this.canvas.onpointermove = this.canvas.onpointerdown = (event) => this.point(event);
    this.canvas.onkeydown = (event) => this.key(event);
  }

  point({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect();
    const pixel = (place, from, side) => Math.floor((SIDE * (place - from)) / side);
    const middle = (this.side - 1) / 2;
    this.look(
      pixel(clientX, box.left, box.width) - middle,
      pixel(clientY, box.top, box.height) - middle,
    );
  }

  key(event) {
    const move = KEYS[event.key];
    if (!move) return;
    event.preventDefault();
    this.look(this.corner[0] + move[0], this.corner[1] + move[1]);
  }

  look(...corner) {
    this.corner = corner.map((at) => Math.min(SIDE - this.side, Math.max(0, at)));
    this.schedule();
  }

  // Put a frame of the page around the square at a corner.
  surround(selector, [x, y]) {
    const { style } = this.find(selector);
    style.setProperty("--side", this.side);
    style.setProperty("--x", x);
    style.setProperty("--y", y);
  }
}
