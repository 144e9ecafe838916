// Reads the pictures of the held-out digits into the page's registry; shows nothing.

import { SIDE } from "../browser/noise.js";
import { page } from "../browser/registry.js";
import { received } from "../browser/received.js";

const SHEET_COLUMNS = 100; // as in aecore/web/caches.py

class Sheet {
  constructor(bitmap) {
    this.bitmap = bitmap; // in the colours of tiles
  }

  // Show the digit at `place` on a canvas of 28 × 28.
  paint(canvas, place) {
    const x = SIDE * (place % SHEET_COLUMNS);
    const y = SIDE * Math.floor(place / SHEET_COLUMNS);
    canvas.getContext("2d").drawImage(this.bitmap, x, y, SIDE, SIDE, 0, 0, SIDE, SIDE);
  }
}

export default async function ({ data }) {
  if (page.digits) return;
  const bitmap = await createImageBitmap(new Blob([await received(data)], { type: "image/png" }));
  page.digits ??= new Sheet(bitmap);
  page.events.dispatchEvent(new Event("digits"));
}
