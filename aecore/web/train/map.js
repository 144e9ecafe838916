// The map of a run: a point for each of the held-out digits, and a star for the visitor's own. The
// stage says where they lie; here they are drawn.

import { COLOURS } from "../browser/colours.js";
import { mount, page } from "../browser/registry.js";

const POINT_PX = 2.6;
const STAR_PX = 11;
const FADED = 0.12;

class TrainingMap {
  constructor({ parentElement }) {
    this.root = parentElement;
    this.canvas = parentElement.querySelector("canvas");
    this.picked = null; // a digit that stands out
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    page.events.addEventListener("training", () => this.draw(), { signal });
    this.size = new ResizeObserver(() => this.fit());
    this.size.observe(this.canvas);
  }

  update({ data }) {
    const before = this.data;
    this.data = data;
    if (!before) this.layOutLegend();
    this.label();
    this.draw();
  }

  label() {
    const { text, caption } = this.data;
    this.canvas.setAttribute("aria-label", text.map);
    this.root.querySelector("figcaption").textContent = caption;
    this.root.querySelectorAll("button").forEach((button, digit) => {
      button.setAttribute("aria-label", text.pick.replace("{digit}", digit));
    });
    this.root.querySelector(".own").textContent = text.yours;
  }

  layOutLegend() {
    const items = this.data.colours.map((colour, digit) => {
      const item = document.createElement("li");
      const button = item.appendChild(document.createElement("button"));
      button.type = "button";
      button.textContent = digit;
      button.style.setProperty("--colour", colour);
      button.onclick = () => this.pick(this.picked === digit ? null : digit);
      return item;
    });
    const own = document.createElement("li");
    own.className = "own";
    this.root.querySelector(".legend").replaceChildren(...items, own);
    this.pick(null);
  }

  // Let one digit stand out; null for all alike.
  pick(digit) {
    this.picked = digit;
    this.root.querySelectorAll("button").forEach((button, at) => {
      button.setAttribute("aria-pressed", at === digit);
    });
    this.draw();
  }

  fit() {
    const side = Math.round(this.canvas.clientWidth * devicePixelRatio);
    if (!side || this.canvas.width === side) return;
    this.canvas.width = this.canvas.height = side;
    this.draw();
  }

  draw() {
    const { labels, shown } = page.training ?? {};
    this.root.querySelector(".own")?.toggleAttribute("hidden", !shown?.own);
    const context = this.canvas.getContext("2d");
    const { width } = this.canvas;
    context.clearRect(0, 0, width, width);
    if (!shown || !this.data) return;
    const [x, y, side] = shown.extent;
    const zoom = width / side;
    const at = (point) => [width / 2 + (point[0] - x) * zoom, width / 2 - (point[1] - y) * zoom];
    this.data.colours.forEach((colour, digit) => {
      context.globalAlpha = this.picked === null || this.picked === digit ? 0.85 : FADED;
      context.fillStyle = colour;
      context.beginPath();
      labels.forEach((label, i) => {
        if (label !== digit) return;
        const [left, top] = at(shown.points.subarray(2 * i, 2 * i + 2));
        context.moveTo(left + POINT_PX * devicePixelRatio, top);
        context.arc(left, top, POINT_PX * devicePixelRatio, 0, 2 * Math.PI);
      });
      context.fill();
    });
    context.globalAlpha = 1;
    if (shown.own) this.drawStar(context, at(shown.own));
  }

  drawStar(context, [x, y]) {
    const reach = STAR_PX * devicePixelRatio;
    context.beginPath();
    for (let i = 0; i < 10; i++) {
      const [turn, far] = [(i * Math.PI) / 5, i % 2 ? 0.45 * reach : reach];
      context.lineTo(x + far * Math.sin(turn), y - far * Math.cos(turn));
    }
    context.closePath();
    context.fillStyle = COLOURS.yours;
    context.strokeStyle = COLOURS.ink;
    context.lineWidth = 1.5 * devicePixelRatio;
    context.stroke();
    context.fill();
  }

  remove() {
    this.listeners.abort();
    this.size.disconnect();
  }
}

export default function (args) {
  return mount(args, (first) => new TrainingMap(first));
}
