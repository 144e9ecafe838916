// The stage: how far a run is, and what it makes of a few digits; afterwards its film. It also says
// what the map shows (`page.training`) and moves the chart.

import { Frame, between, numbers16 } from "../browser/film.js";
import { PIXELS, SIDE } from "../browser/noise.js";
import { FrameFilm, Playback } from "../browser/playback.js";
import { bytesFromBase64, inkFromBytes, mount, page } from "../browser/registry.js";
import { NextFrame } from "../browser/scheduler.js";
import { paintImage } from "../browser/tiles.js";
import { filled, written } from "../browser/words.js";
import { Curve } from "./loss_chart.js";

const GLIDE_MS = 380; // from one frame to the next; about as long as Python takes to send one
const FILM_S = 8; // a film takes so long, if that is neither too slow nor too fast to follow
const RATES = [3, 15]; // frames a second
const CALM_RATE = 1; // for who asked for less motion: one picture after the other

class Stage {
  constructor({ parentElement }) {
    this.root = parentElement;
    this.motion = matchMedia("(prefers-reduced-motion: reduce)");
    this.frame = new NextFrame((now) => (this.frames ? this.follow(now) : this.slide(now)));
    this.film = new FrameFilm(() => this.rate, () => this.frame.ask());
    this.playback = new Playback(parentElement, this.film);
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    page.events.addEventListener("film", () => this.load(), { signal });
    page.stage = this; // where tests ask
  }

  // Whether nothing may move by itself that need not.
  get calm() {
    return this.motion.matches;
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  update({ data }) {
    const before = this.data;
    this.data = data;
    if (before?.run !== data.run) this.begin();
    else if (before.language !== data.language) this.nameTiles();
    if (before && before.run !== data.run && data.live) this.comeIntoSight();
    this.curve ??= new Curve(data.chart);
    this.curve.name(data.text.chart);
    this.curve.show(data);
    this.label();
    if (data.frame && data.frame.step !== this.latest?.step) {
      const points = numbers16(bytesFromBase64(data.frame.points));
      this.latest = new Frame(data.frame, points, bytesFromBase64(data.frame.rebuilt));
      if (!this.frames) this.glide(this.latest);
    }
    if (!data.live) this.load();
  }

  // Another run is on the stage.
  begin() {
    this.frame.cancel();
    this.latest = this.frames = this.shown = null;
    this.playback.playing = false;
    this.curve?.point(null);
    this.labels = bytesFromBase64(this.data.labels);
    const bytes = bytesFromBase64(this.data.originals);
    this.find(".tiles").replaceChildren(...this.layOutRow(), ...this.layOutRow());
    const [originals, tiles] = [...this.root.querySelectorAll(".row")].map((row) => [...row.children]);
    originals.forEach((canvas, i) => {
      paintImage(canvas, inkFromBytes(bytes.subarray(i * PIXELS, (i + 1) * PIXELS)));
    });
    this.tiles = tiles;
    this.nameTiles();
    this.tell();
  }

  // Stop, the stage, its chart and the map, which are below Start.
  comeIntoSight() {
    const behavior = this.calm ? "auto" : "smooth";
    this.find(".stage").scrollIntoView({ block: "start", behavior });
  }

  layOutRow() {
    const row = document.createElement("div");
    row.className = "row";
    row.append(
      ...this.data.names.map((_, i, { length }) => {
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = SIDE;
        canvas.setAttribute("role", "img");
        canvas.dataset.own = this.data.own && i === length - 1;
        paintImage(canvas, new Float32Array(PIXELS));
        return canvas;
      }),
    );
    return [document.createElement("p"), row];
  }

  nameTiles() {
    const { names, rows, text } = this.data;
    const captions = this.root.querySelectorAll(".tiles p");
    this.root.querySelectorAll(".row").forEach((row, at) => {
      captions[at].textContent = rows[at];
      [...row.children].forEach((canvas, i) => {
        const words = { digit: names[i], row: rows[at] };
        canvas.setAttribute("aria-label", filled(text.tile, words));
      });
    });
  }

  label() {
    const { live, state, numbers, share, text, failed } = this.data;
    this.find(".state").textContent = state;
    this.find(".stage").dataset.failed = failed;
    if (!this.frames) this.find(".numbers").textContent = numbers;
    const bar = this.find(".bar");
    bar.hidden = Boolean(this.frames);
    bar.dataset.waiting = live && share === null;
    this.find(".line").dataset.idle = !live && share === null;
    bar.setAttribute("aria-label", text.progress);
    if (share === null) bar.removeAttribute("aria-valuenow");
    else bar.setAttribute("aria-valuenow", Math.round(100 * share));
    bar.style.setProperty("--share", share ?? 0);
    const { button, slider } = this.playback;
    button.hidden = slider.hidden = !this.frames;
    slider.setAttribute("aria-label", text.scrubber);
    this.playback.label(text);
    if (this.frames) this.showPlace(this.frames[Math.round(this.film.position)]);
  }

  // The film, once it is here and the run is over.
  load() {
    const { film } = page;
    const { run, live } = this.data;
    if (live || this.frames || film?.run !== run || film.frames.length < 2) return;
    this.frame.cancel();
    this.frames = film.frames;
    this.film.position = this.film.end = this.playback.slider.max = film.frames.length - 1;
    this.label();
    this.follow();
  }

  get rate() {
    if (this.calm) return CALM_RATE;
    return Math.min(RATES[1], Math.max(RATES[0], this.frames.length / FILM_S));
  }

  // While a run goes on: from what is shown to its latest frame.
  glide(frame) {
    const { points, extent, own } = this.shown ?? frame;
    this.from = { points, extent, own };
    this.began = this.shown && !this.calm ? performance.now() : -Infinity;
    this.paint(frame);
    this.frame.ask();
  }

  slide(now) {
    const share = Math.min(1, Math.max(0, (now - this.began) / GLIDE_MS));
    this.tell(moved(this.from, this.latest, share));
    if (share < 1) this.frame.ask();
  }

  follow(now) {
    this.playback.follow(now);
    const { position, end } = this.film;
    const at = Math.floor(position);
    const share = this.calm ? 0 : position - at;
    const frame = this.frames[Math.round(position)];
    this.tell(moved(this.frames[at], this.frames[Math.min(end, at + 1)], share));
    this.paint(frame);
    this.showPlace(frame);
  }

  showPlace({ step, loss }) {
    const { text, steps, language } = this.data;
    const [at, all] = [step, steps].map((count) => written(count, 0, language));
    const place = filled(text.place, { step: at, steps: all, error: written(loss, 4, language) });
    this.find(".numbers").textContent = place;
    this.film.show(this.playback.slider, place);
    this.curve.point(step);
  }

  paint({ rebuilt }) {
    this.tiles.forEach((canvas, i) => {
      paintImage(canvas, inkFromBytes(rebuilt.subarray(i * PIXELS, (i + 1) * PIXELS)));
    });
  }

  // Say what the map shows: {points, extent, own}, or nothing yet.
  tell(shown = null) {
    this.shown = shown;
    page.training = { labels: this.labels, shown };
    page.events.dispatchEvent(new Event("training"));
  }

  remove() {
    this.frame.cancel();
    this.listeners.abort();
    this.curve?.remove();
  }
}

function moved(from, to, share) {
  return {
    points: between(from.points, to.points, share),
    extent: between(from.extent, to.extent, share),
    own: to.own && between(from.own ?? to.own, to.own, share),
  };
}

export default function (args) {
  return mount(args, (first) => new Stage(first));
}
