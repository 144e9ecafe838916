// Reads the pictures of the held-out digits into the page's registry; shows nothing.

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

export default function ({ data }) {
  if (!(data instanceof Uint8Array) || page.digits || page.awaited) return;
  page.awaited = createImageBitmap(new Blob([data], { type: "image/png" })).then((bitmap) => {
    page.digits = new Sheet(bitmap);
    page.events.dispatchEvent(new Event("digits"));
  });
}
