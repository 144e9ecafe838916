// Strokes of a pen: lists of points [x, y] from 0 to 1 across the pad.

import { SIDE } from "./noise.js";
import { DIGIT_SIDE, normalise } from "./normalise.js";

const PEN_PX = 2.4; // width of MNIST's strokes in its pixels
const RASTER = 168; // side of the raster on which strokes become ink
const INKED = 156; // how much of it a drawing's longer side fills
const PEN_ON_RASTER = (PEN_PX * INKED) / DIGIT_SIDE;
const REACH = PEN_ON_RASTER / 2 + 0.5; // of its ink: the edge of a line runs through half a pixel
const LEAST_EXTENT = 0.25; // of the pad; smaller drawings stay smaller, so a dot stays a dot
const FLATNESS = 1 / 4000; // of the pad: how far a line may run beside its curve

// Strokes -> what of them lies on the pad, as lines of points. What was drawn beyond its edge
// nobody sees, so it does not count.
function linesOnPad(strokes) {
  return strokes.flatMap((points) => cutOff(flatten(points)));
}

// Curves through the middles between the points, as straight pieces.
function flatten(points) {
  const distinct = points.filter((point, i) => i === 0 || apart(point, points[i - 1]) > 0);
  const line = [distinct[0]];
  for (let i = 1; i < distinct.length - 1; i++) {
    const [from, by, to] = [line.at(-1), distinct[i], towards(distinct[i], distinct[i + 1], 0.5)];
    const bulge = apart(towards(from, to, 0.5), by) / 2;
    const pieces = Math.max(1, Math.ceil(Math.sqrt(bulge / FLATNESS)));
    for (let piece = 1; piece <= pieces; piece++) {
      const share = piece / pieces;
      line.push(towards(towards(from, by, share), towards(by, to, share), share));
    }
  }
  if (distinct.length > 1) line.push(distinct.at(-1));
  return line;
}

// A line -> its parts on the pad.
function cutOff(line) {
  if (line.every((point) => point.every((at) => at >= 0 && at <= 1))) return [line];
  const parts = [];
  let open = false;
  for (let i = 1; i < line.length; i++) {
    const [from, to] = sharesOnPad(line[i - 1], line[i]);
    if (from < to) {
      if (!open) parts.push([towards(line[i - 1], line[i], from)]);
      parts.at(-1).push(towards(line[i - 1], line[i], to));
    }
    open = from < to && to === 1;
  }
  return parts;
}

// From where to where a straight piece lies on the pad, in shares of it; nowhere if from >= to.
function sharesOnPad(a, b) {
  let [from, to] = [0, 1];
  for (const axis of [0, 1]) {
    const step = b[axis] - a[axis];
    if (step === 0 && (a[axis] < 0 || a[axis] > 1)) return [1, 0];
    if (step === 0) continue;
    const edges = [-a[axis] / step, (1 - a[axis]) / step];
    from = Math.max(from, Math.min(...edges));
    to = Math.min(to, Math.max(...edges));
  }
  return [from, to];
}

function towards(a, b, share) {
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
}

function apart(a, b) {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

// Whether a pen that touches the pad at a point touches a stroke.
export function touches(stroke, [x, y]) {
  const near = (line, i) => {
    const [[ax, ay], [bx, by]] = [line[Math.max(0, i - 1)], line[i]];
    return gap(x - ax, y - ay, bx - ax, by - ay) < PEN_PX / SIDE;
  };
  return linesOnPad([stroke]).some((line) => line.some((_, i) => near(line, i)));
}

// Draw strokes with round ends on a pad of `side` pixels.
export function paintStrokes(context, strokes, side) {
  context.lineCap = context.lineJoin = "round";
  context.lineWidth = (PEN_PX / SIDE) * side;
  for (const [[x, y], ...others] of linesOnPad(strokes)) {
    context.beginPath();
    context.moveTo(x * side, y * side);
    // a line without any length has no round ends either
    if (others.length === 0) context.lineTo(x * side + 0.1, y * side);
    for (const point of others) context.lineTo(point[0] * side, point[1] * side);
    context.stroke();
  }
}

// A stroke while it grows. A long one would take longer and longer to paint: what can change no more
// of it is painted once, on a copy of what lies on the canvas.
export class GrowingStroke {
  constructor(canvas) {
    this.copy = new OffscreenCanvas(canvas.width, canvas.height);
    this.context = this.copy.getContext("2d");
    this.context.drawImage(canvas, 0, 0);
    this.settled = 1; // points
  }

  // Paint all of it on the context of that canvas, in the same colour.
  paint(context, points, side) {
    const at = (i) => [points[i][0] * side, points[i][1] * side];
    const halfWay = (i) => (i === 0 ? at(0) : towards(at(i), at(i + 1), 0.5));
    const last = points.length - 1;
    for (const each of [this.context, context]) {
      Object.assign(each, { lineCap: "round", lineJoin: "round", lineWidth: (PEN_PX / SIDE) * side });
      each.strokeStyle = context.strokeStyle;
    }
    this.context.beginPath();
    this.context.moveTo(...halfWay(this.settled - 1));
    for (; this.settled < last; this.settled++) {
      this.context.quadraticCurveTo(...at(this.settled), ...halfWay(this.settled));
    }
    this.context.stroke();
    context.clearRect(0, 0, side, side);
    context.drawImage(this.copy, 0, 0);
    context.beginPath();
    context.moveTo(...halfWay(this.settled - 1));
    context.lineTo(...at(last));
    context.stroke();
  }
}

// Strokes -> what the network sees, with a pen that is as thick as MNIST's however large or small
// the drawing is. A canvas could draw them, but browsers that guard against being recognised give
// back something else than was drawn.
export class Raster {
  constructor() {
    this.values = new Float32Array(RASTER * RASTER);
  }

  normalise(strokes) {
    const lines = linesOnPad(strokes);
    if (!lines.length) return null;
    const [left, right] = bounds(lines, 0);
    const [top, bottom] = bounds(lines, 1);
    const extent = Math.max(right - left, bottom - top, LEAST_EXTENT);
    const zoom = (INKED - PEN_ON_RASTER) / extent;
    // pixel `at` has its middle at at + 0.5
    const place = ([x, y]) => [
      RASTER / 2 - 0.5 + zoom * (x - (left + right) / 2),
      RASTER / 2 - 0.5 + zoom * (y - (top + bottom) / 2),
    ];
    this.values.fill(0);
    for (const line of lines) {
      const points = line.map(place);
      points.forEach((point, i) => this.ink(points[Math.max(0, i - 1)], point));
    }
    return normalise({ values: this.values, width: RASTER, height: RASTER }, INKED);
  }

  // A straight piece: ink wherever the pen's middle comes nearer than half its width.
  ink([ax, ay], [bx, by]) {
    const { values } = this;
    const [dx, dy] = [bx - ax, by - ay];
    const length = Math.hypot(dx, dy);
    const [left, right] = [Math.min(ax, bx) - REACH, Math.max(ax, bx) + REACH];
    const slant = dy === 0 ? 0 : dx / dy;
    const aside = length === 0 ? REACH : (REACH * length) / Math.abs(dy); // along a row
    const last = Math.floor(Math.max(ay, by) + REACH);
    for (let y = Math.ceil(Math.min(ay, by) - REACH); y <= last; y++) {
      const middle = ax + slant * (y - ay);
      const end = Math.floor(Math.min(right, middle + aside));
      for (let x = Math.ceil(Math.max(left, middle - aside)); x <= end; x++) {
        const at = RASTER * y + x;
        if (values[at] === 1) continue;
        const ink = REACH - gap(x - ax, y - ay, dx, dy);
        if (ink > values[at]) values[at] = ink > 1 ? 1 : ink;
      }
    }
  }
}

// From a point to a straight piece that goes from 0 to (dx, dy).
function gap(x, y, dx, dy) {
  const share = (x * dx + y * dy) / (dx * dx + dy * dy || 1);
  const nearest = share < 0 ? 0 : share > 1 ? 1 : share;
  return Math.sqrt((x - nearest * dx) ** 2 + (y - nearest * dy) ** 2);
}

// The least and the most of one axis over all points.
function bounds(lines, axis) {
  let [least, most] = [Infinity, -Infinity];
  for (const line of lines) {
    for (const { [axis]: at } of line) {
      if (at < least) least = at;
      if (at > most) most = at;
    }
  }
  return [least, most];
}
