// A digit moved, turned and thickened on a larger sheet: the same rules as aecore/transforms.py.

import { PIXELS, SIDE } from "../browser/noise.js";
import { normalise } from "../browser/normalise.js";

export const MARGIN = 8; // px of paper around what the network looks at
export const SHEET_SIDE = SIDE + 2 * MARGIN;
const TURN_CENTRE = MARGIN + 14; // pixel index of MNIST's centre of mass
const HALF = 0.5 + 1e-6; // what lies half-way goes up, whatever the last bits say

// image: Float32Array(784), pose: {right, down, angle, thickness} -> Float32Array(44 × 44)
export function placeDigit(image, pose) {
  const sheet = new Float64Array(SHEET_SIDE ** 2);
  for (let i = 0; i < PIXELS; i++) {
    sheet[(Math.floor(i / SIDE) + MARGIN) * SHEET_SIDE + (i % SIDE) + MARGIN] = image[i];
  }
  const moved = sampleSheet(thickenSheet(sheet, pose.thickness), pose);
  return Float32Array.from(moved, (ink) => Math.floor(255 * ink + HALF) / 255);
}

function thickenSheet(sheet, amount) {
  const grow = amount > 0 ? Math.max : Math.min;
  const whole = Math.floor(Math.abs(amount));
  const part = Math.abs(amount) - whole;
  for (let i = 0; i < whole; i++) sheet = neighbours(sheet, grow);
  if (part < 1e-9) return sheet;
  const next = neighbours(sheet, grow);
  return sheet.map((ink, i) => (1 - part) * ink + part * next[i]);
}

function neighbours(sheet, choose) {
  return sheet.map((ink, i) => {
    const [y, x] = [Math.floor(i / SHEET_SIDE), i % SHEET_SIDE];
    return choose(
      ink,
      inkAt(sheet, y - 1, x),
      inkAt(sheet, y + 1, x),
      inkAt(sheet, y, x - 1),
      inkAt(sheet, y, x + 1),
    );
  });
}

function inkAt(sheet, y, x) {
  const on = y >= 0 && y < SHEET_SIDE && x >= 0 && x < SHEET_SIDE;
  return on ? sheet[y * SHEET_SIDE + x] : 0;
}

function sampleSheet(sheet, { right, down, angle }) {
  const turn = (angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const snap = (number) => Math.round(1e9 * number) / 1e9;
  return sheet.map((_, i) => {
    const below = Math.floor(i / SHEET_SIDE) - TURN_CENTRE - down;
    const beside = (i % SHEET_SIDE) - TURN_CENTRE - right;
    const x = snap(TURN_CENTRE + cos * beside + sin * below);
    const y = snap(TURN_CENTRE - sin * beside + cos * below);
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [across, along] = [x - left, y - top];
    return (
      (1 - along) * (1 - across) * inkAt(sheet, top, left) +
      (1 - along) * across * inkAt(sheet, top, left + 1) +
      along * (1 - across) * inkAt(sheet, top + 1, left) +
      along * across * inkAt(sheet, top + 1, left + 1)
    );
  });
}

// What the network sees without centring.
export function windowOf(sheet) {
  return Float32Array.from({ length: PIXELS }, (_, i) => {
    return sheet[(Math.floor(i / SIDE) + MARGIN) * SHEET_SIDE + (i % SIDE) + MARGIN];
  });
}

// What it sees with centring; a sheet without ink stays paper.
export function centred(sheet) {
  const inked = [...sheet.keys()].filter((i) => sheet[i] > 0);
  if (!inked.length) return new Float32Array(PIXELS);
  const rows = inked.map((i) => Math.floor(i / SHEET_SIDE));
  const columns = inked.map((i) => i % SHEET_SIDE);
  const [top, left] = [rows[0], Math.min(...columns)];
  const [height, width] = [rows.at(-1) - top + 1, Math.max(...columns) - left + 1];
  // cut out first: a digit of MNIST's own size, without an enlarged picture's blur around it
  const values = Float32Array.from({ length: height * width }, (_, i) => {
    return sheet[(top + Math.floor(i / width)) * SHEET_SIDE + left + (i % width)];
  });
  return normalise({ values, width, height });
}
