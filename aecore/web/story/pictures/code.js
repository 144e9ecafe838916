// The code: two numbers, a place on a map; pointing anywhere decodes what belongs there.

import { COLOURS } from "../../browser/colours.js";
import { bytesFromBase64, inkFromBytes, mount } from "../../browser/registry.js";
import { paintImage } from "../../browser/tiles.js";
import { StoryScene } from "./scene.js";

const MAP_SIDE = 640; // of the canvas; the screen shows about half
const MAP_KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const KEY_STEPS = 40; // across the map

class Place extends StoryScene {
  constructor(args) {
    super(args, "code");
    this.map = this.find(".map");
    this.map.onpointermove = this.map.onpointerdown = (event) => this.point(event);
    // a finger's place stays in sight, unless the finger went on to scroll the page
    this.map.onpointerleave = ({ pointerType }) => pointerType === "touch" || this.goHome();
    this.map.onpointercancel = () => this.goHome();
    this.map.onkeydown = (event) => this.key(event);
  }

  another() {
    this.goHome();
  }

  goHome() {
    this.place = null;
    this.schedule();
  }

  // Where the visitor's own digit lies.
  get home() {
    return this.network ? [...this.network.encode(this.image)] : this.data.code;
  }

  get code() {
    return this.place ?? this.home;
  }

  point({ clientX, clientY }) {
    const box = this.map.getBoundingClientRect();
    const { corner, side } = this.data.extent;
    this.place = [
      corner[0] + (side * (clientX - box.left)) / box.width,
      corner[1] + side * (1 - (clientY - box.top) / box.height),
    ];
    this.schedule();
  }

  key(event) {
    const move = MAP_KEYS[event.key];
    if (event.key === "Escape") this.goHome();
    if (!move) return;
    event.preventDefault();
    const { corner, side } = this.data.extent;
    this.place = this.code.map((at, i) =>
      Math.min(corner[i] + side, Math.max(corner[i], at + (move[i] * side) / KEY_STEPS)),
    );
    this.schedule();
  }

  onMap([x, y]) {
    const { corner, side } = this.data.extent;
    return [((x - corner[0]) / side) * MAP_SIDE, (1 - (y - corner[1]) / side) * MAP_SIDE];
  }

  follow() {
    const { code, home, network } = this;
    this.draw(code, home);
    this.find(".numbers").replaceChildren(
      ...code.map((value) => {
        const item = document.createElement("li");
        item.textContent = this.number(value, 2);
        return item;
      }),
    );
    const { text } = this.data;
    this.find(".figure").textContent = network ? (this.place ? text.there : text.own) : text.loading;
    const rebuilt = network?.decode(Float32Array.from(code));
    paintImage(this.find(".tile"), rebuilt ?? inkFromBytes(bytesFromBase64(this.data.rebuilt)));
  }

  draw(code, home) {
    const context = this.map.getContext("2d");
    context.clearRect(0, 0, MAP_SIDE, MAP_SIDE);
    const { points, labels, typical, colours } = this.data;
    points.forEach((point, i) => {
      context.fillStyle = colours[labels[i]];
      context.beginPath();
      context.arc(...this.onMap(point), 4, 0, 2 * Math.PI);
      context.fill();
    });
    typical.forEach((point, digit) => this.write(context, digit, this.onMap(point)));
    this.star(context, this.onMap(home));
    if (this.place) this.ring(context, this.onMap(code));
  }

  write(context, words, [x, y]) {
    Object.assign(context, { font: "600 34px sans-serif", textAlign: "center", textBaseline: "middle" });
    Object.assign(context, { lineWidth: 7, strokeStyle: COLOURS.ink, fillStyle: COLOURS.paper });
    context.strokeText(words, x, y);
    context.fillText(words, x, y);
  }

  star(context, [x, y]) {
    context.beginPath();
    for (let i = 0; i < 10; i++) {
      const [angle, reach] = [(i * Math.PI) / 5 - Math.PI / 2, i % 2 ? 9 : 21];
      context.lineTo(x + reach * Math.cos(angle), y + reach * Math.sin(angle));
    }
    context.closePath();
    Object.assign(context, { lineWidth: 4, strokeStyle: COLOURS.ink, fillStyle: COLOURS.yours });
    context.stroke();
    context.fill();
  }

  ring(context, [x, y]) {
    for (const [lineWidth, strokeStyle] of [[9, COLOURS.ink], [5, COLOURS.decoder]]) {
      Object.assign(context, { lineWidth, strokeStyle });
      context.beginPath();
      context.arc(x, y, 14, 0, 2 * Math.PI);
      context.stroke();
    }
  }
}

export default function (args) {
  return mount(args, (first) => new Place(first));
}
