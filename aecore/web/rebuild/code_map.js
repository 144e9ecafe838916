// A code of two numbers as a place on the map. The visitor's point moves as the pen does; wherever the
// map is touched or pointed at, the code there is looked at, until it is let go.

import { COLOURS } from "../browser/colours.js";
import { Drag } from "../browser/drag.js";
import { Keys } from "../browser/map/keyboard.js";
import { page } from "../browser/registry.js";
import { NextFrame } from "../browser/scheduler.js";
import { Ground } from "./map_ground.js";
import { drawArrow, drawRing, drawStar } from "./map_marks.js";

const TRAIL_MS = 900;
export class CodeMap {
  // stage: the element with the two canvases; looked(code): another code, or null, is looked at;
  // chosen(code): the visitor wants to see more of it
  constructor(stage, { looked, chosen }) {
    Object.assign(this, { stage, looked });
    const [ground, over] = stage.querySelectorAll("canvas");
    this.ground = new Ground(ground);
    this.over = over;
    this.frame = new NextFrame((now) => this.draw(now));
    this.trail = []; // [x, y, when] of the visitor's point
    this.drag = new Drag(stage, {
      begun: (event) => this.look(event),
      moved: (events) => this.look(events.at(-1)),
      ended: () => this.letGo(),
      takenBack: () => this.letGo(),
    });
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    stage.addEventListener("pointermove", (event) => this.hover(event), { signal });
    stage.addEventListener("pointerleave", () => this.leave(), { signal });
    stage.addEventListener("blur", () => this.pointed && this.letGo(), { signal });
    stage.addEventListener("dblclick", (event) => chosen(this.codeAt(this.at(event))), { signal });
    this.keys = new Keys(stage, this, {
      cursor: () => this.cursor(),
      moved: (at) => this.lookAt(at),
      pinned: (at) => chosen(this.codeAt(at)),
      left: () => this.letGo(),
    });
    this.sizes = new ResizeObserver(() => this.refresh());
    this.sizes.observe(stage);
    for (const event of ["points", "atlas"]) {
      page.events.addEventListener(event, () => this.refresh(), { signal });
    }
  }

  // model, view: whose map; colours: of the digits, or null
  update({ model, view, colours }) {
    const id = `${model} ${view}`;
    if (this.id !== id) this.trail = [];
    Object.assign(this, { id, colours });
    this.refresh();
  }

  refresh() {
    this.ground.show(this.points, page.atlases.get(this.id), this.colours);
    this.frame.ask();
  }

  get points() {
    return page.points.get(this.id);
  }

  // For `Keys`: whether there is a map, and where, in pixels of the window.
  get axes() {
    return this.points?.extent;
  }

  area() {
    return this.stage.getBoundingClientRect();
  }

  // Looking elsewhere

  at({ clientX, clientY }) {
    return [clientX, clientY];
  }

  look(event) {
    this.held = true;
    this.lookAt(this.at(event));
  }

  // A mouse need not be pressed; once it was, it has to leave first.
  hover(event) {
    if (event.pointerType === "mouse" && !this.held && event.buttons === 0) this.lookAt(this.at(event));
  }

  lookAt(at) {
    if (!this.axes) return;
    this.pointed = at;
    this.looked(this.codeAt(at));
  }

  letGo() {
    this.pointed = null;
    this.looked(null);
  }

  leave() {
    if (this.drag.held) return;
    this.held = false;
    if (this.pointed) this.letGo();
  }

  cursor() {
    if (this.pointed) return this.pointed;
    const { left, top } = this.area();
    const [x, y] = this.place(this.codes.spoiled ?? this.codes.own);
    return [left + x, top + y];
  }

  // [x, y] in pixels of the window -> the code there, or at the nearest edge
  codeAt([x, y]) {
    const { left, top, width, height } = this.area();
    const share = (value, length) => Math.min(1, Math.max(0, value / length));
    const { extent } = this.points;
    const side = extent.right - extent.left;
    return Float32Array.of(
      extent.left + side * share(x - left, width),
      extent.top - side * share(y - top, height),
    );
  }

  // A code -> [x, y] in pixels from the map's corner
  place([across, up]) {
    const { extent } = this.points;
    const side = extent.right - extent.left;
    const width = this.stage.clientWidth;
    const inside = (value) => Math.min(width - 4, Math.max(4, value));
    return [
      inside((width * (across - extent.left)) / side),
      inside((width * (extent.top - up)) / side),
    ];
  }

  // Showing it

  // own: the code of the visitor's digit; spoiled: with noise, or null; looked: at, or null
  // Called in a frame, which shows it already.
  show(codes) {
    this.codes = codes;
    this.frame.cancel();
    this.draw(performance.now());
  }

  draw(now) {
    const width = this.stage.clientWidth;
    if (!this.codes?.own || !this.axes || !width) return;
    const side = Math.round(width * devicePixelRatio);
    if (this.over.width !== side) this.over.width = this.over.height = side;
    const context = this.over.getContext("2d");
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, width, width);
    const own = this.place(this.codes.own);
    this.drawTrail(context, own, now);
    if (this.codes.spoiled) {
      const spoiled = this.place(this.codes.spoiled);
      drawArrow(context, own, spoiled);
      drawStar(context, spoiled, COLOURS.noise);
    }
    drawStar(context, own, COLOURS.yours);
    if (this.codes.looked) drawRing(context, this.place(this.codes.looked));
    if (this.trail.length > 1) this.frame.ask();
  }

  drawTrail(context, [x, y], now) {
    const last = this.trail.at(-1);
    if (!last || Math.hypot(x - last[0], y - last[1]) > 1) this.trail.push([x, y, now]);
    this.trail = this.trail.filter(([, , when], i, { length }) => i === length - 1 || now - when < TRAIL_MS);
    context.strokeStyle = COLOURS.yours;
    context.lineCap = "round";
    context.lineWidth = 4;
    for (let i = 1; i < this.trail.length; i++) {
      context.globalAlpha = Math.max(0, 1 - (now - this.trail[i - 1][2]) / TRAIL_MS);
      context.beginPath();
      context.moveTo(...this.trail[i - 1]);
      context.lineTo(...this.trail[i]);
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  remove() {
    this.frame.cancel();
    this.listeners.abort();
    this.drag.remove();
    this.sizes.disconnect();
    this.stage.onkeydown = null;
  }
}
