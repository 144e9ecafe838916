// A small line chart: lines over two axes, a line that moves, and dots. It fills the room it gets. Its
// units are sixteenths of a rem, so that it grows with the page's type.

import { COLOURS } from "./colours.js";

const CHART_EDGE = { left: 46, right: 10, top: 8, bottom: 40 }; // units around the plane

const chartUnit = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16; // in px

export class LineChart {
  // element: an <svg>
  constructor(element) {
    this.element = element;
    this.watcher = new ResizeObserver(() => {
      if (element.clientWidth !== this.drawn) this.draw();
    });
    this.watcher.observe(element);
  }

  // chart: {across: axis, up: axis, lines: [{points: [[x, y]], colour, width, dash}]}
  // axis: {from, to, log, title, ticks: [[value, label]]}
  show(chart) {
    this.chart = chart;
    this.draw();
  }

  // Mark a place: a line at x, and dots [[x, y, colour]].
  mark(x, dots = []) {
    this.marked = { x, dots };
    if (this.moving) this.drawMark();
  }

  draw() {
    this.drawn = this.element.clientWidth;
    if (!this.chart || !this.drawn) return;
    this.width = this.drawn / chartUnit();
    this.height = this.element.clientHeight / chartUnit();
    this.element.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
    const { lines } = this.chart;
    this.element.replaceChildren(...this.axes(), ...lines.map((line) => this.line(line)));
    this.moving = this.element.appendChild(this.make("g", {}));
    this.drawMark();
  }

  drawMark() {
    if (!this.marked) return;
    const { x, dots } = this.marked;
    const at = this.x(x);
    const [y1, y2] = [CHART_EDGE.top, this.height - CHART_EDGE.bottom];
    this.moving.replaceChildren(
      this.make("line", { x1: at, x2: at, y1, y2, stroke: COLOURS.yours, "stroke-width": 2 }),
      ...dots.map(([cx, cy, fill]) =>
        this.make("circle", { cx: this.x(cx), cy: this.y(cy), r: 5, fill, stroke: "currentColor" }),
      ),
    );
  }

  x(value) {
    const { left, right } = CHART_EDGE;
    return left + this.share(this.chart.across, value) * (this.width - left - right);
  }

  y(value) {
    const { top, bottom } = CHART_EDGE;
    return this.height - bottom - this.share(this.chart.up, value) * (this.height - top - bottom);
  }

  share({ from, to, log }, value) {
    const scaled = log ? Math.log : (number) => number;
    const share = (scaled(value) - scaled(from)) / (scaled(to) - scaled(from));
    return Math.min(1, Math.max(0, share));
  }

  axes() {
    const { across, up } = this.chart;
    const [left, right] = [CHART_EDGE.left, this.width - CHART_EDGE.right];
    const bottom = this.height - CHART_EDGE.bottom;
    const grid = { stroke: "currentColor", "stroke-opacity": 0.15 };
    return [
      ...up.ticks.flatMap(([value, label]) => {
        const y = this.y(value);
        return [
          this.make("line", { x1: left, x2: right, y1: y, y2: y, ...grid }),
          this.word(label, { x: left - 6, y: y + 4, "text-anchor": "end" }),
        ];
      }),
      ...across.ticks.flatMap(([value, label]) => {
        const x = this.x(value);
        return [
          this.make("line", { x1: x, x2: x, y1: CHART_EDGE.top, y2: bottom, ...grid }),
          this.word(label, { x, y: bottom + 15, "text-anchor": "middle" }),
        ];
      }),
      this.word(across.title, { x: (left + right) / 2, y: bottom + 33, "text-anchor": "middle" }),
    ];
  }

  line({ points, colour, width = 2, dash = "" }) {
    const at = points.map(([x, y]) => `${this.x(x).toFixed(1)},${this.y(y).toFixed(1)}`);
    return this.make("polyline", {
      points: at.join(" "),
      fill: "none",
      stroke: colour,
      "stroke-width": width,
      "stroke-dasharray": dash,
      "stroke-linejoin": "round",
    });
  }

  word(text, attributes) {
    const word = this.make("text", { fill: "currentColor", "font-size": 12, ...attributes });
    word.textContent = text;
    return word;
  }

  make(tag, attributes) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }

  remove() {
    this.watcher.disconnect();
  }
}
