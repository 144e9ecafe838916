// Latent spaces as the page's registry keeps them: where the held-out digits lie, their pictures, and
// what the decoder makes all over a plane. The bytes come from aecore/web/latent/map_data.py; arrays
// are copies of them, since they may start at an odd address.

import { SIDE } from "../noise.js";

const picture = (bytes) => createImageBitmap(new Blob([bytes], { type: "image/png" }));

export class Space {
  // body: codes as float32, labels as bytes
  constructor({ count, size }, body) {
    this.count = count;
    this.size = size; // numbers in a code
    const labels = 4 * count * size;
    this.codes = new Float32Array(body.slice(0, labels).buffer); // one after the other
    this.labels = body.slice(labels);
  }

  // The code of the digit at a place.
  code(place) {
    return this.codes.slice(place * this.size, (place + 1) * this.size);
  }

  // The places of the `count` digits whose codes are nearest to a code, the nearest first.
  nearest(code, count) {
    const places = [];
    const distances = [];
    for (let place = 0, at = 0; place < this.count; place++) {
      let distance = 0;
      for (let i = 0; i < this.size; i++) distance += (this.codes[at++] - code[i]) ** 2;
      if (places.length === count && distance >= distances[count - 1]) continue;
      let rank = Math.min(places.length, count - 1);
      for (; rank > 0 && distances[rank - 1] > distance; rank--) {
        distances[rank] = distances[rank - 1];
        places[rank] = places[rank - 1];
      }
      distances[rank] = distance;
      places[rank] = place;
    }
    return places;
  }
}

// Where the digits lie on a flat map. They come first and are few bytes, so that they can be drawn
// before all else is here; extent: the square piece of the map that holds them. body: points as float32, labels as bytes
export function readPoints({ count, extent }, body) {
  const labels = 8 * count;
  const places = new Float32Array(body.slice(0, labels).buffer); // x, y, x, y …
  return { places, labels: body.slice(labels), extent };
}

// The pictures of the digits in the colours of tiles, so many in a row.
export class Sheet {
  constructor(bitmap, columns) {
    this.bitmap = bitmap;
    this.columns = columns;
  }

  static async read({ columns }, body) {
    return new Sheet(await picture(body), columns);
  }

  // Show the digit at `place` on a canvas of 28 × 28.
  paint(canvas, place) {
    const x = SIDE * (place % this.columns);
    const y = SIDE * Math.floor(place / this.columns);
    canvas.getContext("2d").drawImage(this.bitmap, x, y, SIDE, SIDE, 0, 0, SIDE, SIDE);
  }
}

export async function readAtlas({ extent, side, middle }, body) {
  return { bitmap: await picture(body), extent, side, middle };
}
