// Recordings of how networks learned, side by side, with one slider for the steps of all.

import { COLOURS } from "../browser/colours.js";
import { LineChart } from "../browser/line_chart.js";
import { PIXELS, SIDE } from "../browser/noise.js";
import { FrameFilm, Playback } from "../browser/playback.js";
import { bytesFromBase64, inkFromBytes, mount, page } from "../browser/registry.js";
import { NextFrame } from "../browser/scheduler.js";
import { paintImage } from "../browser/tiles.js";
import { filled, written } from "../browser/words.js";

const RATE = 6; // frames a second
const CALM_RATE = 1; // for who asked for less motion: one picture after the other
const AVERAGE = "#8a93a3"; // as `UNTOLD` in aecore/rendering/palette.py

class Player {
  constructor({ parentElement }) {
    this.root = parentElement;
    const motion = matchMedia("(prefers-reduced-motion: reduce)");
    const rate = () => (motion.matches ? CALM_RATE : RATE);
    this.frame = new NextFrame((now) => this.follow(now));
    this.film = new FrameFilm(rate, () => this.frame.ask());
    this.playback = new Playback(parentElement, this.film);
    this.panels = [];
    page.player = this; // where tests ask
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  update({ data }) {
    const first = !this.data;
    this.data = data;
    if (first) {
      this.film.position = this.film.end = data.steps.length - 1;
      this.playback.slider.max = this.film.end;
      this.panels = data.recordings.map((recording) => new PlayerPanel(recording, this));
      this.find(".panels").replaceChildren(...this.panels.map(({ article }) => article));
    }
    this.panels.forEach((panel, i) => panel.label(data.recordings[i]));
    this.playback.slider.setAttribute("aria-label", data.text.slider);
    this.playback.label(data.text);
    this.show();
  }

  follow(now) {
    this.playback.follow(now);
    this.show();
  }

  show() {
    const { text, steps, language } = this.data;
    const at = Math.round(this.film.position);
    const place = filled(text.place, { step: written(steps[at], 0, language) });
    this.film.show(this.playback.slider, place);
    this.find("output").textContent = place;
    for (const panel of this.panels) panel.show(at, steps[at]);
  }

  remove() {
    this.frame.cancel();
    for (const panel of this.panels) panel.remove();
  }
}

// One network: what it gets, what comes back, and its error over the steps.
class PlayerPanel {
  constructor(recording, player) {
    this.player = player;
    this.article = document.createElement("article");
    this.heading = this.add("h3");
    this.rows = recording.rows.map(({ source, order }) => this.layOutRow(source, order, recording));
    this.error = this.add("p", "error");
    this.chart = new LineChart(this.article.appendChild(svgElement()));
    this.legend = this.add("ul", "legend");
    this.originals = bytesFromBase64(recording.originals);
    this.read(recording.frames);
  }

  add(tag, name = "") {
    const element = this.article.appendChild(document.createElement(tag));
    element.className = name;
    return element;
  }

  layOutRow(source, order, { count }) {
    const caption = this.add("p", "caption");
    const row = this.add("div", "row");
    const canvases = Array.from({ length: count }, () => {
      const canvas = row.appendChild(document.createElement("canvas"));
      canvas.width = canvas.height = SIDE;
      canvas.setAttribute("role", "img");
      paintImage(canvas, new Float32Array(PIXELS));
      return canvas;
    });
    return { source, order, caption, canvases };
  }

  // The frames of all pictures, one after the other.
  async read(deflated) {
    const stream = new Blob([bytesFromBase64(deflated)]).stream();
    const inflated = stream.pipeThrough(new DecompressionStream("deflate"));
    this.frames = new Uint8Array(await new Response(inflated).arrayBuffer());
    this.shown = null;
    this.player.show();
  }

  label(recording) {
    const { text, language, order } = this.player.data;
    this.recording = recording;
    this.order = order;
    this.heading.textContent = recording.title;
    this.rows.forEach(({ caption, canvases }, at) => {
      caption.textContent = recording.rows[at].name;
      canvases.forEach((canvas, i) => {
        const words = { row: recording.rows[at].name, i: i + 1 };
        canvas.setAttribute("aria-label", filled(text.tile, words));
      });
    });
    this.legend.replaceChildren(...recording.lines.map((line) => legendItem(line)));
    this.article.querySelector("svg").setAttribute("aria-label", recording.about);
    const number = (value) => written(value, 2, language);
    const step = (value) => [value, written(value, 0, language)];
    this.chart.show({
      across: { from: 1, to: this.player.data.steps.at(-1), log: true, title: text.across,
        ticks: [1, 10, 100, 1000].filter((at) => at <= this.player.data.steps.at(-1)).map(step) },
      up: { from: 0, to: recording.top, ticks: recording.ticks.map((at) => [at, number(at)]) },
      lines: recording.lines.map((line) => ({ ...line, colour: lineColour(line) })),
    });
    this.shown = null;
  }

  show(frame, step) {
    if (this.shown === frame) return;
    this.shown = frame;
    const { text, language } = this.player.data;
    const error = this.errorAt(step);
    this.error.textContent = filled(text.error, { error: written(error, 4, language) });
    this.chart.mark(step, [[step, error, COLOURS.decoder]]);
    for (const { source, order, canvases } of this.rows) {
      canvases.forEach((canvas, i) => {
        const pictures = source === "rebuilt" ? this.frames : this.originals;
        const at = PIXELS * (i + (source === "rebuilt" ? frame * canvases.length : 0));
        const pixels = pictures?.subarray(at, at + PIXELS);
        if (pixels) paintImage(canvas, inkFromBytes(order ? this.shuffled(pixels) : pixels));
      });
    }
  }

  // Pictures travel with their pixels in place.
  shuffled(pixels) {
    return this.order.map((at) => pixels[at]);
  }

  // On pictures set aside, at the look nearest to a step.
  errorAt(step) {
    const looks = this.recording.lines.find(({ role }) => role === "aside").points;
    const away = ([at]) => Math.abs(at - step);
    return looks.reduce((best, look) => (away(look) < away(best) ? look : best))[1];
  }

  remove() {
    this.chart.remove();
  }
}

function lineColour({ role }) {
  return { practice: COLOURS.encoder, aside: COLOURS.decoder }[role] ?? AVERAGE;
}

function legendItem(line) {
  const item = document.createElement("li");
  item.textContent = line.name;
  item.style.setProperty("--line", lineColour(line));
  item.style.setProperty("--dash", line.dash ? "dashed" : "solid");
  return item;
}

function svgElement() {
  const element = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  element.setAttribute("role", "img");
  return element;
}

export default function (args) {
  return mount(args, (first) => new Player(first));
}
