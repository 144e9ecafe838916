// The guided minute: a pen draws a 3 by itself, it is squeezed, the point travels, noise comes, the
// digit comes back. It plays on the diagram itself, and leaves it as it was.

import { NextFrame } from "../browser/scheduler.js";

const LEVEL = 0.5; // of the noise, at its strongest
const STROKE = [
  [0.31, 0.3], [0.36, 0.22], [0.47, 0.17], [0.59, 0.19], [0.65, 0.28], [0.61, 0.38], [0.51, 0.45],
  [0.44, 0.47], [0.55, 0.48], [0.65, 0.55], [0.68, 0.66], [0.62, 0.77], [0.5, 0.83], [0.38, 0.81],
  [0.3, 0.74],
]; // across the pad, of a 3
const STEPS = 8; // of the pen between two of these points
// What is said when, and which part of the diagram it is about; drawn and spoiled: from how much to
// how much of it is done meanwhile.
const SCENES = [
  { name: "draw", part: "yours", seconds: 8, drawn: [0, 1], spoiled: [0, 0] },
  { name: "squeeze", part: "encoder", seconds: 8, drawn: [1, 1], spoiled: [0, 0] },
  { name: "paint", part: "decoder", seconds: 8, drawn: [1, 1], spoiled: [0, 0] },
  { name: "spoil", part: "spoiled", seconds: 10, drawn: [1, 1], spoiled: [0, 1] },
  { name: "clean", part: "rebuilt", seconds: 11, drawn: [1, 1], spoiled: [1, 1] },
];

// The way of the pen through the points (a Catmull-Rom spline).
function penPath() {
  const at = (i) => STROKE[Math.min(STROKE.length - 1, Math.max(0, i))];
  const path = [];
  for (let i = 0; i < STROKE.length - 1; i++) {
    for (let step = 0; step < STEPS; step++) {
      const t = step / STEPS;
      const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
      path.push([0, 1].map((axis) => {
        const [p, q, r, s] = [a[axis], b[axis], c[axis], d[axis]];
        const curve = 2 * p - 5 * q + 4 * r - s + (3 * q - p - 3 * r + s) * t;
        return 0.5 * (2 * q + (r - p + curve * t) * t);
      }));
    }
  }
  return [...path, STROKE.at(-1)];
}

export class Tour {
  // root: of the diagram; pad: its pad; strength: its slider; changed(): one of them is another;
  // ended(): what was there comes back; text: what is said, by the names of scenes
  constructor(root, { pad, strength, changed, ended, text }) {
    Object.assign(this, { pad, strength, changed, ended, text });
    this.chain = root.querySelector(".chain");
    this.words = root.querySelector(".tour");
    this.before = { strokes: pad.strokes, picture: pad.picture, level: strength.value };
    this.path = penPath();
    this.still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.listeners = new AbortController();
    const options = { signal: this.listeners.signal, capture: true };
    addEventListener("pointerdown", () => this.end(), options);
    addEventListener("keydown", (event) => this.press(event), options);
    this.frame = new NextFrame((now) => this.play(now));
    this.frame.ask();
  }

  play(now) {
    this.began ??= now;
    let seconds = (now - this.began) / 1000;
    const scene = SCENES.find((one) => (seconds -= one.seconds) < 0);
    if (!scene) return this.end();
    const share = this.still ? 1 : Math.min(1, 1.25 * (1 + seconds / scene.seconds));
    this.show(scene, share);
    this.frame.ask();
  }

  show(scene, share) {
    const between = ([from, to]) => from + share * (to - from);
    const points = Math.round(between(scene.drawn) * this.path.length);
    const level = Math.round(between(scene.spoiled) * LEVEL * this.strength.max);
    if (this.points !== points) this.pad.show({ strokes: points ? [this.path.slice(0, points)] : [] });
    if (this.level !== level) {
      this.strength.value = level;
      this.changed();
    }
    Object.assign(this, { points, level });
    if (this.scene === scene) return;
    this.scene = scene;
    if (!this.words.matches(":popover-open")) this.words.showPopover();
    this.words.querySelector("p").textContent = this.text[scene.name];
    this.chain.dataset.tour = scene.part;
  }

  // A key that ends it does nothing else.
  press(event) {
    event.preventDefault();
    this.end();
  }

  end() {
    if (this.over) return;
    this.over = true;
    this.frame.cancel();
    this.listeners.abort();
    this.words.hidePopover();
    delete this.chain.dataset.tour;
    this.strength.value = this.before.level;
    this.ended();
    this.pad.show(this.before);
  }
}
