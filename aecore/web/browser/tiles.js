// Digits on dark rounded tiles: 28 × 28 canvases that the style sheet enlarges without blurring.

import { COLOURS } from "./colours.js";
import { PIXELS, SIDE } from "./noise.js";

export const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

export const TILE = rgb(COLOURS.paper);
export const INK = rgb(COLOURS.ink);
const LOST = rgb(COLOURS.lost);
const INVENTED = rgb(COLOURS.invented);

// ink(pixel): how much there is of it, below 0 of the other colour
function paintTile(canvas, ink, colour, other = colour) {
  const context = canvas.getContext("2d");
  const picture = context.createImageData(SIDE, SIDE);
  for (let i = 0; i < PIXELS; i++) {
    const share = ink(i);
    const target = share < 0 ? other : colour;
    for (let c = 0; c < 3; c++) picture.data[4 * i + c] = TILE[c] + Math.abs(share) * (target[c] - TILE[c]);
    picture.data[4 * i + 3] = 255;
  }
  context.putImageData(picture, 0, 0);
}

export function paintImage(canvas, image) {
  paintTile(canvas, (i) => image[i], INK);
}

// Ink on no paper.
export function paintInk(canvas, image, colour) {
  const context = canvas.getContext("2d");
  const picture = context.createImageData(SIDE, SIDE);
  for (let i = 0; i < PIXELS; i++) picture.data.set([...colour, 255 * image[i]], 4 * i);
  context.putImageData(picture, 0, 0);
}

// The same colours as aecore.rendering.strip.difference.
export function paintDifference(canvas, original, rebuilt) {
  paintTile(canvas, (i) => original[i] - rebuilt[i], LOST, INVENTED);
}

export function meanSquaredError(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum / a.length;
}
