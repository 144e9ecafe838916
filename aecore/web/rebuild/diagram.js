// The Rebuild diagram: your digit → spoiled → encoder → code → decoder → rebuilt → what was lost.
// Everything follows the pen in the browser, and what is looked at on the map instead; Python gets the
// digit when the pen rests.

import { SIDE } from "../browser/noise.js";
import { normalise } from "../browser/normalise.js";
import { base64FromBytes, bytesFromBase64, inkFromBytes, mount, page } from "../browser/registry.js";
import { NextFrame } from "../browser/scheduler.js";
import { kept } from "../browser/storage.js";
import { Raster } from "../browser/strokes.js";
import { meanSquaredError, paintDifference, paintImage } from "../browser/tiles.js";
import { signed } from "../browser/words.js";
import { CodeBars } from "./code_bars.js";
import { CodeMap } from "./code_map.js";
import { Help } from "./help.js";
import { Pad } from "./pad.js";
import { Tour } from "./tour.js";

const REST_MS = 350; // a pause this long after a stroke counts as rest
const UNTOUCHED = 0.00005; // an error that is shown as 0.0000

let guided = false; // whether this page load had the guided minute

class Rebuild {
  constructor({ parentElement }) {
    this.root = parentElement;
    this.frame = new NextFrame(() => this.follow());
    this.tiles = Object.fromEntries(
      ["seen", "spoiled", "rebuilt", "lost"].map((name) => [name, this.find(`.${name} canvas`)]),
    );
    this.raster = new Raster();
    this.pad = new Pad(this.find(".pad"), (resting) => this.changed(resting));
    page.pad = this.pad; // where tests paint
    page.rebuild = this; // and ask
    this.help = new Help(parentElement);
    const { embed } = document.documentElement.dataset;
    if (embed) this.find(".chain").dataset.embed = embed;
    this.image = null; // the last digit that could be seen: Float32Array(784)
    this.noise = null; // the last Noise that has arrived
    this.looked = null; // a code that is looked at instead of the visitor's
    this.own = `drawing-${crypto.getRandomValues(new Uint32Array(1))[0]}-`;
    this.drawings = 0;
    this.rest = null; // the timer that runs while a pause may become a rest
    this.listeners = new AbortController();
    this.find('[data-action="undo"]').onclick = () => this.pad.undo();
    this.find('[data-action="clear"]').onclick = () => this.pad.clear();
    this.find(".pad").onkeydown = (event) => this.key(event);
    this.find('[data-action="colours"]').onclick = () => this.colour(!this.coloured);
    this.find('[data-action="explore"]').onclick = () => this.tell("explored", null);
    this.strength = this.find(".strength input");
    this.strength.oninput = () => this.schedule();
    this.strength.onchange = () => {
      kept.add({ level: this.level });
      this.send("level", this.level);
    };
    const { signal } = this.listeners;
    page.events.addEventListener("network", () => this.arrived(), { signal });
    page.events.addEventListener("noise", () => this.schedule(), { signal });
    page.events.addEventListener("tour", () => this.guide(), { signal });
    addEventListener("pagehide", () => this.unsent && this.drawing(), { signal });
    // a press elsewhere, or a key, may lead to another page before the rest is over
    const early = { capture: true, signal };
    addEventListener("pointerdown", (event) => this.turnedAway(event) && this.sendDrawing(), early);
    addEventListener("keydown", () => this.rest && this.sendDrawing(), early);
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  update({ data, setStateValue, setTriggerValue }) {
    const before = this.data;
    this.data = data;
    this.send = setStateValue;
    this.tell = setTriggerValue;
    this.average = inkFromBytes(bytesFromBase64(data.average));
    this.label();
    if (!before) {
      // later the slider alone decides: what Python says may be an answer to where it was before
      this.strength.max = data.noise.strengths.length - 1;
      this.strength.value = data.noise.level;
    }
    if (!before) this.coloured = data.map.coloured;
    this.layOutCode();
    if (before?.source.id !== data.source.id) this.load();
    this.schedule();
  }

  arrived() {
    this.schedule();
    if (!this.data.presented || guided || !page.networks.has(this.data.model.name)) return;
    this.guide();
  }

  // Show how it works.
  guide() {
    guided = true;
    this.tour?.end();
    this.looked = null;
    const { image } = this; // of an empty pad the last digit stays
    this.tour = new Tour(this.root, {
      pad: this.pad,
      strength: this.strength,
      changed: () => this.schedule(),
      ended: () => (this.image = image),
      text: this.data.tour,
    });
  }

  label() {
    for (const element of this.root.querySelectorAll("[data-text]")) {
      element.textContent = this.data.text[element.dataset.text];
    }
    const four = { minimumFractionDigits: 4, maximumFractionDigits: 4 };
    this.help.update(this.data.help, this.data.text.why);
    this.errors = new Intl.NumberFormat(this.data.language, four);
    // its column is as wide as the longer of its two names needs
    const { spoiled, unspoiled } = this.data.text;
    this.find(".spoiled .name").dataset.longer = unspoiled.length > spoiled.length ? unspoiled : spoiled;
    this.find(".progress").setAttribute("aria-label", this.data.text.loading);
    this.pad.canvas.setAttribute("aria-label", this.data.text.pad);
    for (const [name, tile] of Object.entries(this.tiles)) {
      tile.setAttribute("aria-label", this.data.text[name]);
    }
  }

  // Show Python's digit, unless it is this pad's own drawing coming back.
  load() {
    const { id, image, strokes } = this.data.source;
    if (id.startsWith(this.own)) return;
    const values = inkFromBytes(bytesFromBase64(image));
    this.pad.show(strokes.length ? { strokes } : { picture: { values, width: SIDE, height: SIDE } });
    if (id.startsWith("link-")) this.changed(true); // Python painted it a little differently
  }

  changed(resting) {
    clearTimeout(this.rest);
    this.rest = resting ? setTimeout(() => this.sendDrawing(), REST_MS) : null;
    this.schedule();
  }

  // Whether there are strokes that Python has not got yet.
  get unsent() {
    return this.rest !== null || this.pad.drag.held !== null;
  }

  turnedAway(event) {
    return this.rest && !event.composedPath().includes(this.pad.canvas);
  }

  key(event) {
    if (event.key === "z" && (event.ctrlKey || event.metaKey)) this.pad.undo();
    else if (event.key === "Delete" || event.key === "Backspace") this.pad.clear();
    else return;
    event.preventDefault();
  }

  sendDrawing() {
    clearTimeout(this.rest);
    this.rest = null;
    const source = this.drawing();
    if (source) this.send("drawing", source);
  }

  // What is on the pad, which the tab keeps from now on, or nothing where nobody drew.
  drawing() {
    const { strokes } = this.pad;
    const image = this.seen();
    if (!strokes.length || !image) return null;
    const bytes = Uint8Array.from(image, (ink) => Math.round(255 * ink));
    this.drawings += 1;
    const source = { id: this.own + this.drawings, image: base64FromBytes(bytes), strokes };
    kept.add({ source });
    return source;
  }

  schedule() {
    this.frame.ask();
  }

  // One frame: from what is on the pad to what the network makes of it.
  follow() {
    const empty = this.pad.empty;
    this.find(".hint").hidden = !empty;
    this.find('[data-action="undo"]').disabled = !this.pad.undoes;
    this.find('[data-action="clear"]').disabled = empty;
    this.find(".chain").dataset.stale = empty;
    this.showStrength();
    this.noise = page.noises.get(this.data.noise.id) ?? this.noise;
    this.share();
    this.image = this.seen() ?? this.image;
    if (!this.image || (this.level && !this.noise)) return;
    const spoiled = this.level ? this.noise.apply(this.image, this.level) : this.image;
    const result = this.result(spoiled);
    this.find(".progress").hidden = page.networks.has(this.data.model.name);
    paintImage(this.tiles.seen, this.image);
    paintImage(this.tiles.spoiled, spoiled);
    this.nameSpoiled(meanSquaredError(this.image, spoiled));
    this.nameRebuilt();
    if (!result) return;
    this.showCode(result);
    paintImage(this.tiles.rebuilt, result.rebuilt);
    if (this.looked) return;
    paintDifference(this.tiles.lost, this.image, result.rebuilt);
    this.weigh(meanSquaredError(this.image, result.rebuilt));
  }

  // What noise did to the digit, which may be nothing.
  nameSpoiled(error) {
    const { text } = this.data;
    const name = error < UNTOUCHED ? text.unspoiled : text.spoiled;
    this.find(".spoiled .name").textContent = name;
    this.tiles.spoiled.setAttribute("aria-label", name);
    this.number("noise", this.level > 0 ? error : null);
  }

  // What is painted there: the visitor's digit, or what belongs where they look.
  nameRebuilt() {
    const { text } = this.data;
    const name = this.looked ? text.belongs : text.rebuilt;
    this.find(".chain").dataset.looking = Boolean(this.looked);
    this.find(".rebuilt .name").textContent = name;
    this.tiles.rebuilt.setAttribute("aria-label", name);
  }

  // The error, beside that of always painting the average digit.
  weigh(error) {
    const average = meanSquaredError(this.image, this.average);
    this.number("error", error);
    const scale = this.find(".average");
    scale.textContent = `${this.data.text.average} ${this.errors.format(average)}`;
    scale.dataset.closer = !(error < average);
  }

  // Tell the components that show other digits in the same way.
  share() {
    const scene = { model: this.data.model.name, noise: this.noise, level: this.level };
    if (Object.keys(scene).every((name) => page.scene?.[name] === scene[name])) return;
    page.scene = scene;
    page.events.dispatchEvent(new Event("scene"));
  }

  get level() {
    return Number(this.strength.value);
  }

  seen() {
    if (this.pad.strokes.length) return this.raster.normalise(this.pad.strokes);
    if (!this.pad.picture) return null;
    const { values, width } = this.pad.picture;
    return width === SIDE ? values : normalise(this.pad.picture);
  }

  // Until the weights are here, what Python made of the same digit stands in.
  // -> own, spoiled or null: codes of the digit, clean and with noise; rebuilt: what is to be painted
  result(spoiled) {
    const network = page.networks.get(this.data.model.name);
    if (network) {
      const own = network.encode(this.image);
      const noisy = this.level ? network.encode(spoiled) : null;
      return { own, spoiled: noisy, rebuilt: network.decode(this.looked ?? noisy ?? own) };
    }
    const { noise, served } = this.data;
    if (this.pad.strokes.length || this.pad.empty || this.level !== noise.level) return null;
    const rebuilt = inkFromBytes(bytesFromBase64(served.rebuilt));
    return { own: served.own, spoiled: this.level ? served.code : null, rebuilt };
  }

  // Look at another code, or at the visitor's own again.
  look(code) {
    this.looked = page.networks.has(this.data.model.name) ? code : null;
    this.schedule();
  }

  number(name, value) {
    const text = value === null ? "" : `${this.data.text.error} ${this.errors.format(value)}`;
    this.find(`[data-number="${name}"]`).textContent = text;
  }

  showStrength() {
    const text = this.data.noise.strengths[this.level];
    this.find(".strength output").textContent = text;
    this.strength.setAttribute("aria-valuetext", text);
    this.strength.style.setProperty("--share", `${(100 * this.level) / this.strength.max}%`);
  }

  // The map, or bars where there are more or fewer numbers than two.
  layOutCode() {
    const { model, text, map } = this.data;
    const flat = model.code_size === 2;
    const id = `${model.name} ${model.code_size}`;
    if (this.codeId !== id) {
      this.codeId = id;
      this.looked = null;
      this.codeView?.remove();
      for (const name of ["map", "bars"]) this.find(`.${name}`).hidden = flat !== (name === "map");
      const stage = this.find(flat ? ".map" : ".bars");
      this.codeView = new (flat ? CodeMap : CodeBars)(stage, {
        looked: (code) => this.look(code),
        chosen: (code) => this.tell("explored", [...code]),
      });
    }
    this.find(".code .name").textContent = flat ? text.map : text.bars;
    this.find(".map").setAttribute("aria-label", text.map_help);
    this.find(".bars").setAttribute("aria-label", text.bars_help);
    this.find('[data-action="colours"]').hidden = !flat;
    this.find(".numbers").hidden = !flat;
    this.find('[data-action="colours"]').setAttribute("aria-pressed", this.coloured);
    const colours = this.coloured ? map.colours : null;
    this.codeView.update({ model: model.name, view: map.view, colours, low: model.low, high: model.high });
  }

  colour(coloured) {
    this.coloured = coloured;
    this.layOutCode();
    this.send("coloured", coloured);
  }

  showCode({ own, spoiled }) {
    this.codeView.show({ own, spoiled, looked: this.looked });
    if (this.data.model.code_size > 2) return;
    const shown = Array.from(this.looked ?? spoiled ?? own, (number) => signed(number, 2));
    this.find(".numbers").textContent = shown.join("  ");
  }

  remove() {
    clearTimeout(this.rest);
    this.tour?.end();
    this.frame.cancel();
    this.listeners.abort();
    this.pad.remove();
    this.codeView?.remove();
  }
}

export default function (args) {
  return mount(args, (first) => new Rebuild(first));
}
