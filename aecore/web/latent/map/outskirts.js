// The map of everything beyond its edges, where a visitor moves or zooms out: the network here in the
// browser makes those tiles while it has nothing else to do, those beside the edge first.

import { IdleScheduler } from "../../browser/scheduler.js";

const MOST_OUTSKIRTS = 4000; // tiles that are kept, a few KB each

export class Outskirts {
  constructor() {
    this.idle = new IdleScheduler();
    this.forget();
  }

  forget() {
    this.idle.stop();
    this.tiles = new Map(); // "column row", counted from the atlas's first tile -> canvas
  }

  // Draw those in sight now or as soon as they are made. grid: {x, y, cell, side, every}, where the
  // atlas begins and how large its cells are in pixels, how many it has in a row, and that only every
  // so many-th is drawn; make(column, row) returns a canvas, or there is none yet
  draw(context, grid, { width, height }, make) {
    if (this.tiles.size > MOST_OUTSKIRTS) this.forget();
    const seen = this.inSight(grid, width, height);
    for (const at of seen) this.put(context, grid, at);
    const missing = make ? seen.filter((at) => !this.tiles.has(at.join(" "))) : [];
    const piece = (at) => () => {
      this.tiles.set(at.join(" "), make(...at));
      this.put(context, grid, at);
    };
    this.idle.start(missing.map(piece));
  }

  // -> [column, row] of each, the nearest to the middle of the atlas first
  inSight({ x, y, cell, side, every }, width, height) {
    const places = (start, length) => {
      const first = every * Math.floor(-start / cell / every);
      const count = Math.ceil((length - start) / cell / every) - first / every;
      return Array.from({ length: count }, (_, i) => first + i * every);
    };
    const inside = (place) => place >= 0 && place < side;
    const far = (at) => Math.max(...at.map((place) => Math.abs(place - side / 2)));
    return places(x, width)
      .flatMap((column) => places(y, height).map((row) => [column, row]))
      .filter((at) => !at.every(inside))
      .sort((one, other) => far(one) - far(other));
  }

  put(context, { x, y, cell, every }, [column, row]) {
    const tile = this.tiles.get(`${column} ${row}`);
    const side = every * cell;
    if (tile) context.drawImage(tile, x + column * cell, y + row * cell, side, side);
  }
}
