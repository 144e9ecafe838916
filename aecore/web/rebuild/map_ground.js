// The ground of the small map: what the decoder makes all over it, in the colours of the digits that
// live there. It is painted when one of these is another, not while the point moves.

import { COLOURS } from "../browser/colours.js";
import { names, NOBODY, regions } from "../browser/map/regions.js";
import { rgb } from "../browser/tiles.js";

const TILE_PX = 19; // about as wide as a tile is, the smallest at which it can be read
const LAND = 0.5; // of a digit's colour in its land
const DOT_PX = 1.6;
const LEAST_NAME_PX = 18;
const NAME = 0.06; // of the map's width

const mixed = (colour, share) => {
  const parts = rgb(COLOURS.paper).map((dark, c) => dark + share * (rgb(colour)[c] - dark));
  return `rgb(${parts.map(Math.round).join(" ")})`;
};

export class Ground {
  constructor(canvas) {
    this.canvas = canvas;
    this.canvas.style.imageRendering = "auto";
  }

  // points, atlas: from the page's registry, or nothing yet; colours: of the ten digits, or null
  show(points, atlas, colours) {
    const width = this.canvas.clientWidth;
    const wanted = [points, atlas, colours?.join(), width, devicePixelRatio];
    if (!width || this.shown?.every((one, i) => one === wanted[i])) return;
    this.shown = wanted;
    this.canvas.width = this.canvas.height = Math.round(width * devicePixelRatio);
    this.context = this.canvas.getContext("2d");
    this.context.scale(devicePixelRatio, devicePixelRatio);
    if (!points) return;
    const every = atlas ? Math.max(1, Math.round(TILE_PX / (width / atlas.side))) : 1;
    const side = atlas ? Math.ceil(atlas.side / every) : Math.round(width / TILE_PX);
    const found = colours && regions(points, side);
    if (atlas) this.tile(atlas, every, (width * every) / atlas.side, found, colours);
    else this.dot(points, width, colours);
    const cell = atlas ? (width * every) / atlas.side : width / side;
    if (found) this.name(names(found, side), cell, width);
  }

  // Every so many-th tile of the atlas, each so many pixels wide.
  tile({ bitmap, side }, every, cell, found, colours) {
    const { context } = this;
    const from = bitmap.width / side;
    const across = Math.ceil(side / every);
    const middle = (place) => Math.min(side - 1, place * every + Math.floor(every / 2));
    context.imageSmoothingQuality = "high";
    for (let row = 0; row < across; row++) {
      for (let column = 0; column < across; column++) {
        const [x, y] = [middle(column) * from, middle(row) * from];
        context.drawImage(bitmap, x, y, from, from, column * cell, row * cell, cell, cell);
      }
    }
    this.fill("source-in", () => context.fillRect(0, 0, across * cell, across * cell), COLOURS.ink);
    this.fill("destination-over", () => {
      for (let i = 0; i < across * across; i++) {
        const nobody = !found || found[i] === NOBODY;
        context.fillStyle = nobody ? COLOURS.paper : mixed(colours[found[i]], LAND);
        // half a pixel more, for no seam between them
        context.fillRect((i % across) * cell, Math.floor(i / across) * cell, cell + 0.5, cell + 0.5);
      }
    });
  }

  fill(how, paint, colour = COLOURS.paper) {
    this.context.globalCompositeOperation = how;
    this.context.fillStyle = colour;
    paint();
    this.context.globalCompositeOperation = "source-over";
  }

  // Until the atlas is there.
  dot({ places, labels, extent }, width, colours) {
    const { context } = this;
    const scale = width / (extent.right - extent.left);
    labels.forEach((label, i) => {
      const [x, y] = [places[2 * i] - extent.left, extent.top - places[2 * i + 1]];
      context.fillStyle = colours?.[label] ?? COLOURS.ink;
      context.fillRect(x * scale - DOT_PX / 2, y * scale - DOT_PX / 2, DOT_PX, DOT_PX);
    });
  }

  // cell: pixels; width: of the map
  name(all, cell, width) {
    const { context } = this;
    const size = Math.max(LEAST_NAME_PX, NAME * width);
    const inside = (at) => Math.min(width - 0.7 * size, Math.max(0.7 * size, at));
    const font = `700 ${size}px "Source Sans", sans-serif`;
    Object.assign(context, { font, textAlign: "center", textBaseline: "middle", lineJoin: "round" });
    for (const { label, column, row } of all) {
      const place = [label, inside((column + 0.5) * cell), inside((row + 0.5) * cell)];
      context.strokeStyle = COLOURS.paper;
      context.lineWidth = size / 4;
      context.strokeText(...place);
      context.fillStyle = COLOURS.ink;
      context.fillText(...place);
    }
  }
}
