// Digits on dark rounded tiles: 28 × 28 canvases that the style sheet enlarges without blurring.

import { COLOURS } from "./colours.js";
import { PIXELS, SIDE } from "./noise.js";

export const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

export const TILE = rgb(COLOURS.paper);
export const INK = rgb(COLOURS.ink);
const LOST = rgb(COLOURS.lost);
const INVENTED = rgb(COLOURS.invented);

// colour(pixel): [colour of its ink, how much of it there is]
function paintTile(canvas, colour) {
  const context = canvas.getContext("2d");
  const picture = context.createImageData(SIDE, SIDE);
  for (let i = 0; i < PIXELS; i++) {
    const [target, share] = colour(i);
    for (let c = 0; c < 3; c++) picture.data[4 * i + c] = TILE[c] + share * (target[c] - TILE[c]);
    picture.data[4 * i + 3] = 255;
  }
  context.putImageData(picture, 0, 0);
}

export function paintImage(canvas, image) {
  paintTile(canvas, (i) => [INK, image[i]]);
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
  paintTile(canvas, (i) => {
    const difference = original[i] - rebuilt[i];
    return [difference > 0 ? LOST : INVENTED, Math.abs(difference)];
  });
}

export function meanSquaredError(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum / a.length;
}
