// A morph: the digit that the decoder makes on the straight way from code to code, played as a
// film beside a mere cross-fade of the same pictures.

import { Follower } from "../browser/linked_view.js";
import { SIDE } from "../browser/noise.js";
import { Playback } from "../browser/playback.js";
import { mount, page } from "../browser/registry.js";
import { FrameScheduler } from "../browser/scheduler.js";
import { paintImage } from "../browser/tiles.js";
import { filled } from "../browser/words.js";
import { Journey, mix } from "./path.js";

const FRAMES = 11; // of a filmstrip, at most: as many as a phone holds

class Morph extends Follower {
  constructor(args) {
    super(args);
    this.strips = new FrameScheduler();
    this.calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.leads = false; // whether the map's cursor and the sliders follow: once somebody asked
    this.playback = new Playback(this.root, this);
    this.playback.playing = !this.calm;
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
    this.playback.slider.max = this.journey.length;
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
    this.playback.slider.setAttribute("aria-label", text.scrubber);
    this.find(".stops").setAttribute("aria-label", text.stops);
    this.playback.label(text);
  }

  get position() {
    return this.journey.position(this.time);
  }

  // Somebody else moved the code: the film goes on, but the map is theirs.
  hear() {
    if (page.latent.origin !== "morph") this.leads = false;
  }

  // Somebody plays or pauses it.
  toggled(playing) {
    this.leads = playing;
  }

  jump(position) {
    this.time = this.journey.time(position);
    this.leads = true;
  }

  advance(ms) {
    if (this.network) [this.time, this.heading] = this.journey.play(this.time, this.heading, ms);
    return true;
  }

  follow(now) {
    this.playback.follow(now);
    this.show(this.position);
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
    this.playback.slider.value = position;
    this.playback.slider.setAttribute("aria-valuetext", filled(text.place, words));
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
        canvas.onclick = () => this.playback.jump(at / this.perLine);
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
