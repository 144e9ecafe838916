// A morph: the digit that the decoder makes on the straight way from code to code, played as a
// film beside a mere cross-fade of the same pictures.

import { Follower } from "../browser/linked_view.js";
import { SIDE } from "../browser/noise.js";
import { mount, page } from "../browser/registry.js";
import { InTurn } from "../browser/scheduler.js";
import { paintImage } from "../browser/tiles.js";
import { Journey, mix } from "./path.js";

const FRAMES = 11; // of a filmstrip, at most: as many as a phone holds
const LONGEST_FRAME_MS = 100; // a film that was out of sight goes on where it was

class Morph extends Follower {
  constructor(args) {
    super(args);
    this.scrubber = this.find("input");
    this.strips = new InTurn();
    this.calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.playing = !this.calm;
    this.leads = false; // whether the map's cursor and the sliders follow: once somebody asked
    this.find(".play").onclick = () => this.toggle();
    this.scrubber.oninput = () => this.jump(Number(this.scrubber.value));
  }

  update({ data, setTriggerValue }) {
    const before = this.data;
    this.data = data;
    this.send = setTriggerValue;
    this.label();
    const way = ({ model, stops, closed }) => [model, closed, ...stops.map(({ id }) => id)].join();
    if (before && way(before) === way(data)) {
      this.labelStops();
      this.showPlace(this.position);
      return;
    }
    const codes = data.stops.map(({ code }) => Float32Array.from(code));
    this.journey = new Journey(codes, data.closed);
    this.scrubber.max = this.journey.length;
    this.time = 0;
    this.heading = 1;
    this.leads = false;
    this.layOutStops();
    this.layOutStrips();
    this.begun = this.pictures = null;
    this.begin();
  }

  label() {
    super.label();
    const { text } = this.data;
    for (const name of ["through", "faded"]) {
      this.find(`.${name} canvas`).setAttribute("aria-label", text[name]);
    }
    this.scrubber.setAttribute("aria-label", text.scrubber);
    this.find(".stops").setAttribute("aria-label", text.stops);
    this.showPlaying();
  }

  get position() {
    return this.journey.position(this.time);
  }

  // Somebody else moved the code: the film goes on, but the map is theirs.
  hear() {
    if (page.latent.origin !== "morph") this.leads = false;
  }

  toggle() {
    this.playing = !this.playing;
    this.leads = this.playing;
    this.showPlaying();
    this.schedule();
  }

  jump(position) {
    this.time = this.journey.time(position);
    this.playing = false;
    this.leads = true;
    this.showPlaying();
    this.schedule();
  }

  showPlaying() {
    const button = this.find(".play");
    button.textContent = this.playing ? this.data.text.pause : this.data.text.play;
    button.dataset.playing = this.playing;
  }

  follow(now) {
    if (this.playing && this.network) {
      const passed = Math.min(LONGEST_FRAME_MS, now - (this.last ?? now));
      [this.time, this.heading] = this.journey.play(this.time, this.heading, passed);
    }
    this.last = this.playing ? now : null;
    this.show(this.position);
    if (this.playing) this.schedule();
  }

  show(position) {
    const code = this.journey.at(position);
    if (this.network) {
      paintImage(this.find(".through canvas"), this.network.decode(code));
      if (this.pictures) paintImage(this.find(".faded canvas"), this.fade(position));
    }
    this.showPlace(position);
    if (this.leads) page.setCode(this.data.model, code, "morph");
  }

  showPlace(position) {
    const [before, after, share] = this.journey.around(position);
    const { stops, text } = this.data;
    const [from, to] = [before, after].map((at) => stops[at % stops.length].label);
    const words = { share: Math.round(100 * share), from, to };
    this.scrubber.value = position;
    this.scrubber.setAttribute(
      "aria-valuetext",
      text.place.replace(/{(\w+)}/g, (_, name) => words[name]),
    );
    const nearest = Math.round(position * this.perLine);
    for (const strip of this.root.querySelectorAll(".strip")) {
      [...strip.children].forEach((canvas, at) => (canvas.dataset.now = at === nearest));
    }
  }

  fade(position) {
    const [before, after, share] = this.journey.around(position);
    return mix(this.pictures[before], this.pictures[after], share);
  }

  // A network arrived, or the way is another.
  begin() {
    const { network } = this;
    if (!network || this.begun === network) return;
    this.begun = network;
    this.pictures = this.journey.codes.map((code) => network.decode(code));
    this.stops.forEach((canvas, i) => paintImage(canvas, this.pictures[i]));
    const strips = ["through", "faded"].map((name) => this.find(`[data-strip="${name}"]`).children);
    this.strips.start(
      Array.from({ length: strips[0].length }, (_, at) => () => {
        const position = at / this.perLine;
        paintImage(strips[0][at], network.decode(this.journey.at(position)));
        paintImage(strips[1][at], this.fade(position));
      }),
    );
    this.schedule();
  }

  layOutStops() {
    const items = this.data.stops.map(({ id, pinned }) => {
      const item = document.createElement("li");
      item.dataset.pinned = pinned;
      item.append(tile(), new Text());
      if (pinned) {
        const button = item.appendChild(document.createElement("button"));
        button.type = "button";
        button.textContent = "✕";
        button.onclick = () => this.send("removed", id);
      }
      return item;
    });
    this.find(".stops").replaceChildren(...items);
    this.stops = items.map((item) => item.querySelector("canvas"));
    this.labelStops();
  }

  labelStops() {
    const { stops, text } = this.data;
    [...this.find(".stops").children].forEach((item, i) => {
      const { label } = stops[i];
      item.childNodes[1].textContent = label;
      item.querySelector("button")?.setAttribute("aria-label", text.remove.replace("{label}", label));
    });
  }

  layOutStrips() {
    this.perLine = Math.floor((FRAMES - 1) / this.journey.length);
    const length = this.perLine * this.journey.length + 1;
    this.find(".film").style.setProperty("--frames", length);
    for (const strip of this.root.querySelectorAll(".strip")) {
      strip.replaceChildren(...Array.from({ length }, tile));
      [...strip.children].forEach((canvas, at) => {
        canvas.onclick = () => this.jump(at / this.perLine);
      });
    }
  }

  remove() {
    super.remove();
    this.strips.stop();
  }
}

function tile() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  return canvas;
}

export default function (args) {
  return mount(args, (first) => new Morph(first));
}
