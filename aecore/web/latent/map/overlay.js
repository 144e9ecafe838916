// What lies over the map: the visitor's digit as a star, its noisy version, pins, and where the
// pointer is. It lets every pointer through, takes the keyboard, and follows the chart's zoom.

import { COLOURS } from "../../browser/colours.js";
import { paintImage } from "../../browser/tiles.js";
import { Glide } from "./glide.js";

const SVG = "http://www.w3.org/2000/svg";
const STAR = Array.from({ length: 10 }, (_, i) => {
  const [radius, angle] = [i % 2 ? 4.6 : 11, (Math.PI * i) / 5];
  return `${(radius * Math.sin(angle)).toFixed(2)},${(-radius * Math.cos(angle)).toFixed(2)}`;
}).join(" ");
const LENS_PX = 56;
const LARGE_LENS_PX = 140; // on a full screen, where the preview beside the map is not seen
const FULL_SCREEN_PX = 540; // larger than the map is elsewhere
const OVERLAY = `
<style>
  :host { all: initial; contain: strict; forced-color-adjust: none; pointer-events: none; position: absolute; overflow: hidden;
    will-change: transform; z-index: 5; font: 600 12px "Source Sans", sans-serif; }
  :host([hidden]) { display: none; }
  :host(:focus-visible) { outline: 3px solid ${COLOURS.encoder}; outline-offset: -3px; }
  svg { height: 100%; inset: 0; position: absolute; width: 100%; }
  polygon { stroke: #fff; stroke-width: 1.5; paint-order: stroke;
    filter: drop-shadow(0 0 1.5px #000); }
  .own polygon { fill: ${COLOURS.yours}; }
  .noisy polygon { fill: ${COLOURS.noise}; }
  line { stroke: ${COLOURS.noise}; stroke-width: 3; }
  #tip path { fill: ${COLOURS.noise}; }
  .pin circle { fill: ${COLOURS.ink}; stroke: ${COLOURS.paper}; stroke-width: 2; }
  .pin text { dominant-baseline: central; fill: ${COLOURS.paper}; font-size: 12px;
    text-anchor: middle; }
  .pointer, .glide { height: 0; left: 0; position: absolute; top: 0; width: 0; }
  .cursor { border: 2px solid ${COLOURS.ink}; border-radius: 50%; height: 10px; left: -7px;
    outline: 2px solid ${COLOURS.paper}; position: absolute; top: -7px; width: 10px; }
  figure { left: 0; margin: 0; position: absolute; text-align: center; top: 0; width: 76px; }
  canvas { background: ${COLOURS.paper}; border-radius: 6px; display: block; height: 28px;
    image-rendering: pixelated; margin: 0 auto; width: 28px; }
  figcaption { background: ${COLOURS.paper}; border-radius: 6px; color: ${COLOURS.ink};
    display: inline-block; font-size: 11px; line-height: 1.2; margin-top: 2px; padding: 1px 5px; }
  .own canvas { box-shadow: 0 0 0 2px ${COLOURS.yours}; }
  .noisy canvas { box-shadow: 0 0 0 2px ${COLOURS.noise}; }
  .lens { box-shadow: 0 0 0 2px ${COLOURS.decoder}; height: var(--lens); left: 18px;
    position: absolute; bottom: 18px; width: var(--lens); }
  .lens.below { bottom: auto; top: 18px; }
  .lens.left { left: auto; right: 18px; }
  [hidden] { display: none; }
</style>
<svg aria-hidden="true">
  <defs><marker id="tip" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="5" markerHeight="5"
    orient="auto-start-reverse"><path d="M0,0 L10,5 L0,10 z"/></marker></defs>
  <line marker-end="url(#tip)"/>
  <g class="pins"></g>
  <g class="noisy"><polygon points="${STAR}"/></g>
  <g class="own"><polygon points="${STAR}"/></g>
</svg>
<figure class="noisy"><canvas width="28" height="28"></canvas><figcaption></figcaption></figure>
<figure class="own"><canvas width="28" height="28"></canvas><figcaption></figcaption></figure>
<div class="pointer" hidden>
  <div class="glide">
    <div class="cursor"></div>
    <canvas class="lens" width="28" height="28"></canvas>
  </div>
</div>`;

export class Overlay {
  constructor() {
    this.element = document.createElement("div");
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "application");
    this.root = this.element.attachShadow({ mode: "open" });
    this.root.innerHTML = OVERLAY;
    this.lens = this.find(".lens");
    this.pointer = this.find(".pointer");
    this.glide = new Glide(this.pointer, this.find(".glide"));
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  label({ help, here, spoiled }) {
    this.element.setAttribute("aria-label", help);
    this.find("figure.own figcaption").textContent = here;
    this.find("figure.noisy figcaption").textContent = spoiled;
  }

  // Lie over the area where the chart draws points.
  cover({ left, top, width, height }) {
    this.size = { width, height };
    this.reach = 20 + (Math.min(width, height) > FULL_SCREEN_PX ? LARGE_LENS_PX : LENS_PX);
    this.element.style.setProperty("--lens", `${this.reach - 20}px`);
    Object.assign(this.element.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${width}px`,
      height: `${height}px`,
    });
  }

  paint(name, image) {
    paintImage(this.find(`figure.${name} canvas`), image);
  }

  // Each [x, y] in pixels, or null; pins is a list of such.
  place({ own, noisy, pins }) {
    this.star("own", own, noisy);
    this.star("noisy", noisy, own);
    this.arrow(own, noisy);
    this.pins(pins);
  }

  // The cursor at [x, y], or none, with what is there in a lens beside it.
  point(at, withLens) {
    this.pointer.hidden = !at;
    this.lens.hidden = !withLens;
    if (!at) return;
    const [x, y] = at;
    this.glide.to(at);
    this.lens.classList.toggle("left", x + this.reach > this.size.width);
    this.lens.classList.toggle("below", y < this.reach);
  }

  move(shape, at) {
    shape.toggleAttribute("hidden", !at);
    if (at) shape.setAttribute("transform", `translate(${at[0]} ${at[1]})`);
  }

  // A star, with its picture on the side that is away from the other one.
  star(name, at, other) {
    this.move(this.find(`g.${name}`), at);
    const figure = this.find(`figure.${name}`);
    figure.hidden = !at;
    if (!at) return;
    const above = other ? at[1] < other[1] || (at[1] === other[1] && name === "own") : at[1] > 64;
    const x = Math.max(2, Math.min(this.size.width - 78, at[0] - 38));
    figure.style.transform = `translate(${x}px, ${at[1] + (above ? -62 : 15)}px)`;
  }

  arrow(from, to) {
    const line = this.find("line");
    const length = from && to ? Math.hypot(to[0] - from[0], to[1] - from[1]) : 0;
    line.toggleAttribute("hidden", length < 24); // the stars would hide it
    if (length < 24) return;
    const end = (length - 11) / length;
    line.setAttribute("x1", from[0]);
    line.setAttribute("y1", from[1]);
    line.setAttribute("x2", from[0] + end * (to[0] - from[0]));
    line.setAttribute("y2", from[1] + end * (to[1] - from[1]));
  }

  pins(places) {
    const group = this.find(".pins");
    while (group.childElementCount > places.length) group.lastChild.remove();
    while (group.childElementCount < places.length) {
      const pin = group.appendChild(document.createElementNS(SVG, "g"));
      pin.setAttribute("class", "pin");
      pin.appendChild(document.createElementNS(SVG, "circle")).setAttribute("r", 10);
      pin.appendChild(document.createElementNS(SVG, "text")).textContent = group.childElementCount;
    }
    places.forEach((at, i) => this.move(group.children[i], at));
  }
}
