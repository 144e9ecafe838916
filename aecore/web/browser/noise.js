// Noise in the browser: the fields come from Python (aecore.noise.level_table) and are applied by
// the same rule, clip(blur(image) * multiply + add, 0, 1).

import { floatsFromHalves } from "./network.js";

export const SIDE = 28;
export const PIXELS = SIDE * SIDE;

// The same matrix as aecore.noise.blur_matrix: beyond the picture lies paper.
function blurMatrix(deviation) {
  const weight = (distance) => Math.exp(-0.5 * (distance / deviation) ** 2);
  let total = 0;
  for (let distance = -2 * SIDE; distance <= 2 * SIDE; distance++) total += weight(distance);
  return Float32Array.from(
    { length: PIXELS },
    (_, i) => weight(Math.floor(i / SIDE) - (i % SIDE)) / total,
  );
}

function multiply(a, b) {
  const product = new Float32Array(PIXELS);
  for (let row = 0; row < SIDE; row++) {
    for (let k = 0; k < SIDE; k++) {
      const factor = a[row * SIDE + k];
      for (let column = 0; column < SIDE; column++) {
        product[row * SIDE + column] += factor * b[k * SIDE + column];
      }
    }
  }
  return product;
}

export class Noise {
  // bytes: aecore.noise.level_table, for each strength 784 multiply, 784 add, 1 blur
  constructor(bytes) {
    this.fields = floatsFromHalves(bytes, 0, bytes.length / 2);
    this.levels = this.fields.length / (2 * PIXELS + 1);
  }

  // level: 0 (nothing) to levels - 1 (hopeless)
  apply(image, level) {
    const start = level * (2 * PIXELS + 1);
    const deviation = this.fields[start + 2 * PIXELS];
    let blurred = image;
    if (deviation > 0) {
      const matrix = blurMatrix(deviation); // symmetric, so rows and columns need the same one
      blurred = multiply(multiply(matrix, image), matrix);
    }
    return Float32Array.from(blurred, (ink, i) => {
      const value = ink * this.fields[start + i] + this.fields[start + PIXELS + i];
      return Math.min(1, Math.max(0, value));
    });
  }
}
