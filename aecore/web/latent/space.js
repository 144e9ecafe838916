// Reads where the held-out digits lie in a model's latent space into the page's registry; shows
// nothing.

import { readHeader } from "../browser/network.js";
import { page } from "../browser/registry.js";
import { received } from "../browser/received.js";

class Space {
  // bytes: from aecore/web/caches.py: a header, codes as float32, labels as bytes
  constructor(bytes) {
    const { header, start } = readHeader(bytes);
    this.name = header.name;
    this.count = header.count;
    this.size = header.size; // numbers in a code
    const labels = start + 4 * this.count * this.size;
    // copies, since the bytes may start at an odd address
    this.codes = new Float32Array(bytes.slice(start, labels).buffer); // one after the other
    this.labels = bytes.slice(labels, labels + this.count);
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

export default async function ({ data }) {
  const bytes = await received(data);
  const { name } = readHeader(bytes).header;
  if (page.spaces.has(name)) return; // reruns call this again
  page.spaces.set(name, new Space(bytes));
  page.events.dispatchEvent(new Event("space"));
}
