// Off-centre: a digit moved, turned and thickened under the finger, as the network sees it with
// and without centring, and how much error that costs.

import { COLOURS } from "../browser/colours.js";
import { LineChart } from "../browser/line_chart.js";
import { Follower } from "../browser/linked_view.js";
import { bytesFromBase64, inkFromBytes, mount, page } from "../browser/registry.js";
import { IdleScheduler } from "../browser/scheduler.js";
import { INK, TILE, meanSquaredError, paintDifference, paintImage } from "../browser/tiles.js";
import { filled, written } from "../browser/words.js";
import { MARGIN, SHEET_SIDE, centred, placeDigit, windowOf } from "./transforms.js";

// Sliders: the least, the most, a step, and the steps of the chart.
const POSES = {
  right: { least: -MARGIN, most: MARGIN, step: 1, chart: 1 },
  down: { least: -MARGIN, most: MARGIN, step: 1, chart: 1 },
  angle: { least: -90, most: 90, step: 1, chart: 5 },
  thickness: { least: -1, most: 2, step: 0.1, chart: 0.25 },
};
const AT_REST = { right: 0, down: 0, angle: 0, thickness: 0 };
const MOVED = 4; // px, of which words tell what they cost
const SAME = 1e-6; // errors that differ by less are the same
const DEARER = 1.05; // times the error; what is less is about the same

class OffCentre extends Follower {
  constructor(args) {
    super(args);
    this.pose = { ...AT_REST };
    this.axis = "right";
    this.curves = { with: [], without: [] };
    this.idle = new IdleScheduler();
    this.chart = new LineChart(this.find("svg"));
    this.switch = this.find("[type=checkbox]");
    this.choice = this.find("select");
    this.switch.onchange = () => this.schedule();
    this.choice.onchange = () => this.over(this.choice.value);
    this.find("button").onclick = () => this.goBack();
    this.layOutSliders();
    page.centre = this; // where tests ask
  }

  update({ data }) {
    const before = this.data;
    this.data = data;
    if (before?.digit !== data.digit) this.image = inkFromBytes(bytesFromBase64(data.image));
    this.label();
    this.schedule();
  }

  label() {
    super.label();
    const { text } = this.data;
    for (const name of ["sheet", "seen", "rebuilt", "lost"]) {
      this.find(`.${name} canvas`).setAttribute("aria-label", text[name]);
    }
    for (const [name, slider] of Object.entries(this.sliders)) {
      slider.input.setAttribute("aria-label", text[name]);
      slider.word.textContent = text[name];
    }
    this.choice.replaceChildren(...Object.keys(POSES).map((name) => new Option(text[name], name)));
    this.choice.value = this.axis;
  }

  layOutSliders() {
    const entries = Object.entries(POSES).map(([name, { least, most, step }]) => {
      const place = this.find(".sliders").appendChild(document.createElement("div"));
      const line = place.appendChild(document.createElement("p"));
      const word = line.appendChild(document.createElement("span"));
      const output = line.appendChild(document.createElement("output"));
      const input = place.appendChild(document.createElement("input"));
      Object.assign(input, { type: "range", min: least, max: most, step, value: 0 });
      input.oninput = () => this.move(name, Number(input.value));
      return [name, { input, output, word }];
    });
    this.sliders = Object.fromEntries(entries);
  }

  hear() {} // no codes move here

  begin() {
    this.schedule();
  }

  move(name, value) {
    this.pose[name] = value;
    this.axis = this.choice.value = name;
    this.schedule();
  }

  over(name) {
    this.axis = name;
    this.schedule();
  }

  goBack() {
    this.pose = { ...AT_REST };
    this.schedule();
  }

  get centring() {
    return this.switch.checked;
  }

  // -> what the network sees, what it rebuilds of that, and the error
  tried(pose, centring) {
    const sheet = placeDigit(this.image, pose);
    const seen = centring ? centred(sheet) : windowOf(sheet);
    const { network } = this;
    if (!network) return { sheet, seen };
    const rebuilt = network.decode(network.encode(seen));
    return { sheet, seen, rebuilt, error: meanSquaredError(seen, rebuilt) };
  }

  follow() {
    this.showSliders();
    const { sheet, seen, rebuilt, error } = this.tried(this.pose, this.centring);
    paintSheet(this.find(".sheet canvas"), sheet);
    paintImage(this.find(".seen canvas"), seen);
    const { text } = this.data;
    this.find(".error").textContent = error === undefined ? text.loading
      : filled(text.error, { error: this.number(error, 4) });
    if (!rebuilt) return;
    paintImage(this.find(".rebuilt canvas"), rebuilt);
    paintDifference(this.find(".lost canvas"), seen, rebuilt);
    this.error = error;
    this.showCurve();
    this.weigh();
  }

  showSliders() {
    for (const [name, { input, output }] of Object.entries(this.sliders)) {
      const { least, most } = POSES[name];
      const value = this.pose[name];
      const words = this.words(name, value);
      input.value = value;
      input.style.setProperty("--share", `${(100 * (value - least)) / (most - least)}%`);
      input.setAttribute("aria-valuetext", words);
      output.textContent = words;
    }
  }

  // A slider's value with its unit.
  words(name, value) {
    const digits = name === "thickness" ? 1 : 0;
    const unit = name === "angle" ? this.data.text.degrees : this.data.text.pixels;
    return filled(unit, { n: this.number(value, digits) });
  }

  number(value, digits) {
    return written(value, digits, this.data.language);
  }

  // The error all along one slider, the others as they are; computed only when that changes.
  showCurve() {
    const others = { ...this.pose, [this.axis]: null };
    const key = JSON.stringify([this.data.model, this.data.digit, this.axis, others]);
    if (this.key !== key) {
      this.key = key;
      this.curves = { with: [], without: [] };
      const places = steps(POSES[this.axis]);
      const pieces = places.flatMap((place) =>
        Object.keys(this.curves).map((way) => () => this.measure(way, place)),
      );
      this.idle.start(pieces, () => this.drawCurve());
    }
    this.drawCurve();
  }

  measure(way, place) {
    const { error } = this.tried({ ...this.pose, [this.axis]: place }, way === "with");
    this.curves[way].push([place, error]);
  }

  drawCurve() {
    const { text } = this.data;
    const { least, most } = POSES[this.axis];
    const errors = Object.values(this.curves).flat().map(([, error]) => error);
    const tick = niceStep(Math.max(0.02, ...errors, this.error));
    const top = 4.2 * tick;
    const across = [0, 1, 2, 3, 4].map((i) => least + (i * (most - least)) / 4);
    this.chart.show({
      across: {
        from: least,
        to: most,
        title: text[this.axis],
        ticks: across.map((at) => [at, this.words(this.axis, at)]),
      },
      up: {
        from: 0,
        to: top,
        ticks: [0, 1, 2, 3, 4].map((i) => [i * tick, this.number(i * tick, 2)]),
      },
      lines: [
        { points: this.curves.without, colour: COLOURS.lost, width: 3, dash: "8 5" },
        { points: this.curves.with, colour: COLOURS.decoder, width: 3 },
      ],
    });
    const colour = this.centring ? COLOURS.decoder : COLOURS.lost;
    const at = this.pose[this.axis];
    this.chart.mark(at, [[at, this.error, colour]]);
    const about = { axis: text[this.axis], place: this.words(this.axis, at), error: this.number(this.error, 4) };
    this.find("svg").setAttribute("aria-label", filled(text.chart, about));
  }

  // What a few pixels cost, in words: the digit as it is, moved to all four sides.
  weigh() {
    const key = JSON.stringify([this.data.model, this.data.digit]);
    if (this.weighed?.key !== key) {
      const shifts = [[MOVED, 0], [-MOVED, 0], [0, MOVED], [0, -MOVED]];
      const poses = shifts.map(([right, down]) => ({ ...AT_REST, right, down }));
      const mean = (centring) =>
        poses.reduce((sum, pose) => sum + this.tried(pose, centring).error, 0) / poses.length;
      const rest = this.tried(AT_REST, true).error;
      this.weighed = { key, rest, with: mean(true), without: mean(false) };
    }
    const { rest, with: withCentring, without } = this.weighed;
    const { text } = this.data;
    const free = Math.abs(withCentring - rest) < SAME;
    const words = without < DEARER * rest ? text.same : free ? text.free : text.cost;
    this.find(".cost").textContent = filled(words, {
      n: this.number(MOVED, 0),
      rest: this.number(rest, 4),
      without: this.number(without, 4),
      centred: this.number(withCentring, 4),
      times: this.number(without / rest, 1),
    });
  }

  remove() {
    super.remove();
    this.idle.stop();
    this.chart.remove();
  }
}

function steps({ least, most, chart }) {
  const count = Math.round((most - least) / chart);
  return Array.from({ length: count + 1 }, (_, i) => least + i * chart);
}

// Four of these reach over a value, and two digits after the point say them.
function niceStep(value) {
  return [0.01, 0.02, 0.03, 0.04, 0.05, 0.1, 0.2].find((step) => 4.2 * step >= value) ?? 0.25;
}

function paintSheet(canvas, sheet) {
  const context = canvas.getContext("2d");
  const picture = context.createImageData(SHEET_SIDE, SHEET_SIDE);
  sheet.forEach((ink, i) => {
    for (let c = 0; c < 3; c++) picture.data[4 * i + c] = TILE[c] + ink * (INK[c] - TILE[c]);
    picture.data[4 * i + 3] = 255;
  });
  context.putImageData(picture, 0, 0);
}

export default function (args) {
  return mount(args, (first) => new OffCentre(first));
}
