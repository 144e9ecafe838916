// From ink on the pad to what the network sees: the same rule as aecore.pictures.normalise.
// Ink is {values, width, height}: numbers from 0 (paper) to 1 (ink), row by row.

import { PIXELS, SIDE } from "./noise.js";

export const DIGIT_SIDE = 20; // px, the longer side of every MNIST digit
const CENTRE = 14; // pixel index of MNIST's centre of mass, within half a pixel
const FAINT = 0.06; // share of the darkest ink below which a pixel is not the digit's edge
const EDGE = 0.4; // how strong an edge is, as a share of the ink half a pixel further in

// -> Float32Array(784) of whole 255ths, or null where there is no ink. A digit whose longer side
// is under `least` pixels stays smaller than others.
export function normalise({ values, width, height }, least = 0) {
  const rows = new Float64Array(height); // darkest ink of each row, and of each column
  const columns = new Float64Array(width);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const ink = values[i];
      if (ink > rows[y]) rows[y] = ink;
      if (ink > columns[x]) columns[x] = ink;
    }
  }
  const peak = Math.max(...rows);
  if (!(peak > 0)) return null;
  const [top, bottom, left, right] = extent(rows, columns, peak);
  const part = { top, left, height: bottom - top, width: right - left };
  const digit = shrink(values, width, part, least);
  const strength = peak / Math.max(...digit.values); // a thin line, averaged with paper, stays ink
  const y = offset(digit, digit.height, (i) => Math.floor(i / digit.width));
  const x = offset(digit, digit.width, (i) => i % digit.width);
  const image = new Float32Array(PIXELS);
  digit.values.forEach((ink, i) => {
    const at = (y + Math.floor(i / digit.width)) * SIDE + x + (i % digit.width);
    image[at] = Math.round(255 * Math.min(1, ink * strength)) / 255;
  });
  return image;
}

function extent(rows, columns, peak) {
  const faint = Math.max(rows.length, columns.length) > SIDE ? FAINT * peak : 0;
  const spans = [rows, columns].map((profile) => {
    const inked = (ink) => ink > faint;
    return [profile.findIndex(inked), profile.findLastIndex(inked)];
  });
  const longer = Math.max(...spans.map(([first, last]) => last - first + 1));
  const halfPixel = Math.floor(longer / (2 * DIGIT_SIDE));
  return [rows, columns].flatMap((profile, axis) => {
    const [first, last] = spans[axis];
    const end = profile.length - 1;
    return [
      edge(profile, first, halfPixel),
      profile.length - edge(profile.slice().reverse(), end - last, halfPixel),
    ];
  });
}

// Where ink begins: the first spot almost half as strong as half a target pixel further in, since
// a blurred edge crosses half its height where the sharp one was.
function edge(profile, start, halfPixel) {
  for (let at = start; at <= start + 2 * halfPixel && at < profile.length; at++) {
    if (profile[at] >= EDGE * (profile[at + halfPixel] ?? 0)) return at;
  }
  return start;
}

// Area-average a part of the ink to 20 px on the longer side and at least 1 px on the other.
function shrink(values, stride, part, least) {
  const share = DIGIT_SIDE / Math.max(part.height, part.width, least);
  const height = Math.max(1, halfEven(part.height * share));
  const width = Math.max(1, halfEven(part.width * share));
  const across = areaWeights(part.width, width);
  const down = areaWeights(part.height, height);
  const small = new Float64Array(height * width);
  for (let y = 0; y < part.height; y++) {
    const row = new Float64Array(width);
    const start = (part.top + y) * stride + part.left;
    across.forEach(([cell, pixel, weight]) => (row[cell] += weight * values[start + pixel]));
    for (const [cell, , weight] of down.byPixel[y]) {
      for (let x = 0; x < width; x++) small[cell * width + x] += weight * row[x];
    }
  }
  return { values: small, width, height };
}

// Triples [cell, pixel, share of the cell that the pixel covers]; `byPixel` lists them by pixel.
function areaWeights(pixels, cells) {
  const weights = [];
  weights.byPixel = Array.from({ length: pixels }, () => []);
  for (let cell = 0; cell < cells; cell++) {
    const from = (cell * pixels) / cells;
    const to = ((cell + 1) * pixels) / cells;
    for (let pixel = Math.floor(from); pixel < Math.min(pixels, Math.ceil(to)); pixel++) {
      const overlap = Math.min(to, pixel + 1) - Math.max(from, pixel);
      if (overlap <= 0) continue;
      const weight = [cell, pixel, (overlap * cells) / pixels];
      weights.push(weight);
      weights.byPixel[pixel].push(weight);
    }
  }
  return weights;
}

// The whole-pixel offset that brings the centre of mass to CENTRE, with all ink inside the frame.
function offset({ values }, length, position) {
  let mass = 0;
  let moment = 0;
  values.forEach((ink, i) => {
    mass += ink;
    moment += ink * position(i);
  });
  const shift = roundHalfEven(CENTRE - moment / mass);
  return Math.min(SIDE - length, Math.max(0, shift));
}

// A straight stroke lies exactly between two offsets, so what the last bits of a sum say must not
// decide.
function roundHalfEven(number) {
  return halfEven(Math.round(1e6 * number) / 1e6);
}

// As Python rounds.
function halfEven(number) {
  const below = Math.floor(number);
  return number - below === 0.5 ? below + Math.abs(below % 2) : Math.round(number);
}
