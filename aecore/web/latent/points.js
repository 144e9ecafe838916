// Reads where the held-out digits lie on a flat map into the page's registry; shows nothing.
// They come first and are few bytes, so that they can be drawn before all else is here.

import { readHeader } from "../browser/network.js";
import { page } from "../browser/registry.js";
import { received } from "../browser/received.js";

// bytes: from aecore/web/caches.py: a header, points as float32, labels as bytes
function readPoints(bytes) {
  const { header, start } = readHeader(bytes);
  const labels = start + 8 * header.count;
  // a copy, since the bytes may start at an odd address
  const places = new Float32Array(bytes.slice(start, labels).buffer); // x, y, x, y …
  page.points.set(`${header.name} ${header.view}`, { places, labels: bytes.slice(labels) });
}

export default async function ({ data }) {
  readPoints(await received(data));
  page.events.dispatchEvent(new Event("points"));
}
