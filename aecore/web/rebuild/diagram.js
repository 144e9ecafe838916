// The Rebuild diagram: your digit → spoiled → encoder → code → decoder → rebuilt → what was lost.
// Everything follows the pen in the browser; Python gets the digit when the pen rests.

import { COLOURS } from "../browser/colours.js";
import { Noise, SIDE } from "../browser/noise.js";
import { normalise } from "../browser/normalise.js";
import { base64FromBytes, bytesFromBase64, inkFromBytes, mount, page } from "../browser/registry.js";
import { NextFrame } from "../browser/scheduler.js";
import { kept } from "../browser/storage.js";
import { Raster } from "../browser/strokes.js";
import { meanSquaredError, paintDifference, paintImage } from "../browser/tiles.js";
import { signed } from "../browser/words.js";
import { Pad } from "./pad.js";

const REST_MS = 350; // a pause this long after a stroke counts as rest
const UNTOUCHED = 0.00005; // an error that is shown as 0.0000

class Rebuild {
  constructor({ parentElement, setStateValue }) {
    this.root = parentElement;
    this.send = setStateValue;
    this.frame = new NextFrame(() => this.follow());
    this.tiles = Object.fromEntries(
      ["seen", "spoiled", "rebuilt", "lost"].map((name) => [name, this.find(`.${name} canvas`)]),
    );
    this.raster = new Raster();
    this.pad = new Pad(this.find(".pad"), (resting) => this.changed(resting));
    page.pad = this.pad; // where tests paint
    this.image = null; // the last digit that could be seen: Float32Array(784)
    this.own = `drawing-${crypto.getRandomValues(new Uint32Array(1))[0]}-`;
    this.drawings = 0;
    this.listeners = new AbortController();
    this.find('[data-action="undo"]').onclick = () => this.pad.undo();
    this.find('[data-action="clear"]').onclick = () => this.pad.clear();
    this.find(".pad").onkeydown = (event) => this.key(event);
    this.strength = this.find(".strength input");
    this.strength.oninput = () => this.schedule();
    this.strength.onchange = () => {
      kept.add({ level: this.level });
      this.send("level", this.level);
    };
    const { signal } = this.listeners;
    page.events.addEventListener("network", () => this.schedule(), { signal });
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  update({ data, setStateValue }) {
    const before = this.data;
    this.data = data;
    this.send = setStateValue;
    this.average = inkFromBytes(bytesFromBase64(data.average));
    this.label();
    if (before?.noise.id !== data.noise.id) {
      this.noise = new Noise(bytesFromBase64(data.noise.table));
    }
    if (!before) {
      // later the slider alone decides: what Python says may be an answer to where it was before
      this.strength.max = data.noise.strengths.length - 1;
      this.strength.value = data.noise.level;
    }
    if (before?.model.code_size !== data.model.code_size) this.layOutCode();
    if (before?.source.id !== data.source.id) this.load();
    this.schedule();
  }

  label() {
    for (const element of this.root.querySelectorAll("[data-text]")) {
      element.textContent = this.data.text[element.dataset.text];
    }
    const four = { minimumFractionDigits: 4, maximumFractionDigits: 4 };
    this.errors = new Intl.NumberFormat(this.data.language, four);
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
    if (resting) this.rest = setTimeout(() => this.sendDrawing(), REST_MS);
    this.schedule();
  }

  key(event) {
    if (event.key === "z" && (event.ctrlKey || event.metaKey)) this.pad.undo();
    else if (event.key === "Delete" || event.key === "Backspace") this.pad.clear();
    else return;
    event.preventDefault();
  }

  sendDrawing() {
    const { strokes } = this.pad;
    const image = this.seen();
    if (!strokes.length || !image) return;
    const bytes = Uint8Array.from(image, (ink) => Math.round(255 * ink));
    this.drawings += 1;
    const source = { id: this.own + this.drawings, image: base64FromBytes(bytes), strokes };
    kept.add({ source });
    this.send("drawing", source);
  }

  schedule() {
    this.frame.ask();
  }

  // One frame: from what is on the pad to what the network makes of it.
  follow() {
    this.find(".hint").hidden = !this.pad.empty;
    this.find('[data-action="undo"]').disabled = !this.pad.strokes.length;
    this.find('[data-action="clear"]').disabled = this.pad.empty;
    this.find(".chain").dataset.stale = this.pad.empty;
    this.showStrength();
    this.share();
    this.image = this.seen() ?? this.image;
    if (!this.image) return;
    const spoiled = this.noise.apply(this.image, this.level);
    const result = this.result(spoiled);
    this.find(".progress").hidden = page.networks.has(this.data.model.name);
    paintImage(this.tiles.seen, this.image);
    paintImage(this.tiles.spoiled, spoiled);
    this.nameSpoiled(meanSquaredError(this.image, spoiled));
    if (!result) return;
    this.showCode(result.code);
    paintImage(this.tiles.rebuilt, result.rebuilt);
    paintDifference(this.tiles.lost, this.image, result.rebuilt);
    this.weigh(meanSquaredError(this.image, result.rebuilt));
  }

  // What noise did to the digit, which may be nothing.
  nameSpoiled(error) {
    const { text } = this.data;
    const name = error < UNTOUCHED ? text.unspoiled : text.spoiled;
    this.find(".spoiled figcaption").textContent = name;
    this.tiles.spoiled.setAttribute("aria-label", name);
    this.number("noise", this.level > 0 ? error : null);
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
  result(spoiled) {
    const network = page.networks.get(this.data.model.name);
    if (network) {
      const code = network.encode(spoiled);
      return { code, rebuilt: network.decode(code) };
    }
    const { noise, served } = this.data;
    if (this.pad.strokes.length || this.pad.empty || this.level !== noise.level) return null;
    return { code: served.code, rebuilt: inkFromBytes(bytesFromBase64(served.rebuilt)) };
  }

  number(name, value) {
    const { error, clean } = this.data.text;
    const text = value === null ? clean : `${error} ${this.errors.format(value)}`;
    this.find(`[data-number="${name}"]`).textContent = text;
  }

  showStrength() {
    const text = this.data.noise.strengths[this.level];
    this.find(".strength output").textContent = text;
    this.strength.setAttribute("aria-valuetext", text);
    this.strength.style.setProperty("--share", `${(100 * this.level) / this.strength.max}%`);
  }

  layOutCode() {
    const n = this.data.model.code_size;
    const list = this.find(".code ol");
    list.dataset.size = n <= 4 ? "big" : n <= 16 ? "middle" : "small";
    list.replaceChildren(...Array.from({ length: n }, () => document.createElement("li")));
    this.numbers = [...list.children];
  }

  // Each number, on a ground as strong as the number is large among those of unseen digits.
  showCode(code) {
    const { low, high } = this.data.model;
    const digits = code.length <= 4 ? 2 : 1;
    this.numbers.forEach((element, i) => {
      const reach = Math.max(Math.abs(low[i]), Math.abs(high[i]));
      const share = Math.min(1, Math.abs(code[i]) / reach);
      const hue = code[i] < 0 ? COLOURS.encoder : COLOURS.decoder;
      element.textContent = signed(code[i], digits);
      element.style.background = `color-mix(in srgb, ${hue} ${Math.round(60 * share)}%, transparent)`;
    });
  }

  remove() {
    clearTimeout(this.rest);
    this.frame.cancel();
    this.listeners.abort();
    this.pad.remove();
  }
}

export default function (args) {
  return mount(args, (first) => new Rebuild(first));
}
