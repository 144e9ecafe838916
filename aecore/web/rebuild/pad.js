// The drawing pad: pointer events become strokes; a picture may lie on it instead.

import { COLOURS } from "../browser/colours.js";
import { Drag, ERASER } from "../browser/drag.js";
import { GrowingStroke, paintStrokes, touches } from "../browser/strokes.js";
import { rgb } from "../browser/tiles.js";

export class Pad {
  // canvas: where to draw; changed(resting): called after every change, true when the pen is up
  constructor(canvas, changed) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.changed = changed;
    this.strokes = [];
    this.picture = null; // {values, width, height}: ink that lies on the pad until a pen touches it
    this.cleared = null; // {strokes, picture}: what was there, until something else is
    this.drag = new Drag(canvas, {
      begun: (event) => this.begin(event),
      moved: (events) => this.extend(events),
      ended: () => {
        this.draw();
        this.changed(true);
      },
      takenBack: () => this.restore(),
    });
    this.resizing = new ResizeObserver(() => this.draw());
    this.resizing.observe(canvas);
  }

  get empty() {
    return this.strokes.length === 0 && this.picture === null;
  }

  // Whether there is something to take back.
  get undoes() {
    return this.strokes.length > 0 || this.cleared !== null;
  }

  show({ strokes = [], picture = null }) {
    this.drag.drop();
    this.cleared = null;
    this.strokes = strokes;
    this.picture = picture;
    this.draw();
    this.changed(false);
  }

  // The last stroke, or that everything was cleared.
  undo() {
    const { strokes, picture } = this.cleared ?? { strokes: this.strokes.slice(0, -1), picture: this.picture };
    this.change(strokes, picture);
  }

  clear() {
    const { strokes, picture } = this;
    if (this.empty) return;
    this.change([], null);
    this.cleared = { strokes, picture };
    this.changed(true);
  }

  change(strokes, picture) {
    this.drag.drop();
    Object.assign(this, { strokes, picture, cleared: null });
    this.draw();
    this.changed(true);
  }

  begin(event) {
    this.before = { strokes: this.strokes, picture: this.picture };
    this.erases = event.button === ERASER;
    if (this.erases) return this.extend([event]);
    Object.assign(this, { picture: null, cleared: null });
    this.strokes = [...this.strokes, [this.point(event)]];
    this.draw();
    this.growing = new GrowingStroke(this.canvas);
    this.changed(false);
  }

  extend(events) {
    const points = events.map((event) => this.point(event));
    if (this.erases) {
      const stays = (stroke) => !points.some((point) => touches(stroke, point));
      this.strokes = this.strokes.filter(stays);
    } else this.strokes.at(-1).push(...points);
    if (this.growing) this.growing.paint(this.context, this.strokes.at(-1), this.canvas.width);
    else this.draw();
    this.changed(false);
  }

  // As if the pen had not come.
  restore() {
    this.change(this.before.strokes, this.before.picture);
  }

  point(event) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    // three decimals are a quarter of a screen pixel, and keep what is sent to Python short
    return [(event.clientX - left) / width, (event.clientY - top) / height].map(
      (position) => Math.round(position * 1000) / 1000,
    );
  }

  draw() {
    this.growing = null; // a GrowingStroke, from when the pen is down until all is painted anew
    const side = Math.round(this.canvas.clientWidth * devicePixelRatio);
    if (side === 0) return;
    if (this.canvas.width !== side) this.canvas.width = this.canvas.height = side;
    this.context.clearRect(0, 0, side, side);
    if (this.picture) this.drawPicture(side);
    this.context.strokeStyle = COLOURS.ink;
    paintStrokes(this.context, this.strokes, side);
  }

  drawPicture(side) {
    const { values, width, height } = this.picture;
    const small = document.createElement("canvas");
    [small.width, small.height] = [width, height];
    const pixels = new ImageData(width, height);
    const ink = rgb(COLOURS.ink);
    values.forEach((value, i) => pixels.data.set([...ink, Math.round(255 * value)], 4 * i));
    small.getContext("2d").putImageData(pixels, 0, 0);
    this.context.imageSmoothingEnabled = false;
    const zoom = side / Math.max(width, height);
    const [w, h] = [width * zoom, height * zoom];
    this.context.drawImage(small, (side - w) / 2, (side - h) / 2, w, h);
  }

  remove() {
    this.drag.remove();
    this.resizing.disconnect();
  }
}
