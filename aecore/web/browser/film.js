// The film of a run. A frame of it: where held-out digits lie on the map, and what is rebuilt. Points
// travel as 16-bit numbers across a square.

import { PIXELS } from "./noise.js";

const EDGES = [0.01, 0.99]; // quantiles of the points that fit on the map with room to spare,
const ROOM = 0.12; // as in aecore/charts/training_film.py
const MOST_16_BIT = 65535;

export class Frame {
  // header: {step, loss, corner: [x, y], span, own: [x, y] or null}
  constructor({ step, loss, corner, span, own }, points, rebuilt) {
    Object.assign(this, { step, loss, own, rebuilt });
    const unit = span / MOST_16_BIT;
    this.points = Float32Array.from(points, (value, i) => corner[i % 2] + value * unit);
    this.extent = extentOf(this.points, own);
  }
}

// The square that a map shows: [x, y] of its middle, and its side.
function extentOf(points, own) {
  const bounds = [0, 1].map((axis) => {
    const sorted = points.filter((_, i) => i % 2 === axis).sort();
    let [low, high] = EDGES.map((share) => sorted[Math.round(share * (sorted.length - 1))]);
    if (own) [low, high] = [Math.min(low, own[axis]), Math.max(high, own[axis])];
    return [low, high];
  });
  const side = Math.max(1e-6, ...bounds.map(([low, high]) => high - low)) * (1 + 2 * ROOM);
  return [...bounds.map(([low, high]) => (low + high) / 2), side];
}

// Between two lists of numbers of the same length.
export function between(from, to, share) {
  return to.map((value, i) => from[i] + share * (value - from[i]));
}

// Little-endian 16-bit numbers in bytes, wherever they lie.
export function numbers16(bytes) {
  return new Uint16Array(bytes.slice().buffer);
}

// body: points and tiles of each frame, one after the other
export function readFilm({ run, frames, points, tiles }, body) {
  let at = 0;
  const take = (count) => body.subarray(at, (at += count));
  const read = (one) => new Frame(one, numbers16(take(4 * points)), take(PIXELS * tiles).slice());
  return { run, frames: frames.map(read) };
}
