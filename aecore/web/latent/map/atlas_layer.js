// The map of everything under the points, faintly, or over them in full strength. It is no picture
// of Plotly's own (plotly.js 3.7, in Streamlit 1.67): those cost it 0.2 s each time that it draws.
// It is scaled once for each zoom, for the browser would do it in every frame of the lens.

import { COLOURS } from "../../browser/colours.js";
import { SIDE } from "../../browser/noise.js";
import { paintImage, paintInk, rgb } from "../../browser/tiles.js";
import { Outskirts } from "./outskirts.js";

const FAINT_INK = "#7f8794"; // shows on light and on dark pages
const FAINT = 0.6;
const LEAST_TILE_PX = 11; // tiles that would be smaller give way to every other one, twice as large
const FAINT_RGB = rgb(FAINT_INK);

export class Backdrop {
  constructor() {
    this.element = document.createElement("div");
    this.element.setAttribute("aria-hidden", "true");
    this.element.style.cssText = "overflow: hidden; pointer-events: none; position: absolute";
    this.canvas = this.element.appendChild(document.createElement("canvas"));
    this.canvas.style.cssText =
      "height: 100%; left: 0; position: absolute; top: 0; transition: opacity 0.3s; width: 100%";
    this.sheet = document.createElement("canvas"); // all tiles in their colours
    this.outskirts = new Outskirts();
  }

  // Lie where the chart draws points. atlas: from the page's registry, or nothing yet;
  // pixelsOf([x, y]) says where a point is on the chart; decode([x, y]) says what is there, if it can
  show(atlas, inFront, { left, top, width, height }, { pixelsOf, decode }) {
    const place = { left, top, width, height };
    for (const side in place) this.element.style[side] = `${place[side]}px`;
    this.element.style.zIndex = inFront ? 1 : "auto";
    this.canvas.style.opacity = !atlas ? 0 : inFront ? 1 : FAINT;
    if (!atlas) return;
    const [x, y] = pixelsOf([atlas.extent.left, atlas.extent.top]);
    const [right] = pixelsOf([atlas.extent.right, atlas.extent.top]);
    const cell = (right - x) / atlas.side;
    const every = 2 ** Math.max(0, Math.ceil(Math.log2(LEAST_TILE_PX / cell)));
    const wanted = [atlas, inFront, Boolean(decode), devicePixelRatio, width, height, x, y, right];
    if (this.shown?.every((one, i) => one === wanted[i])) return;
    this.shown = wanted;
    this.colour(atlas, inFront, Math.min(every, atlas.side));
    const context = this.draw(width, height, { x, y, side: right - x });
    const grid = { x, y, cell, side: atlas.side, every };
    this.outskirts.draw(context, grid, { width, height }, decode && this.maker(atlas, decode));
  }

  draw(width, height, { x, y, side }) {
    this.canvas.width = width * devicePixelRatio;
    this.canvas.height = height * devicePixelRatio;
    const context = this.canvas.getContext("2d");
    context.scale(devicePixelRatio, devicePixelRatio);
    context.imageSmoothingEnabled = side < 2 * this.sheet.width; // else digits of large pixels
    context.imageSmoothingQuality = "medium";
    context.drawImage(this.sheet, x, y, side, side);
    return context;
  }

  // What makes a tile that the atlas has not.
  maker({ extent, side }, decode) {
    const cell = (extent.right - extent.left) / side;
    return (column, row) => {
      const at = [extent.left + (column + 0.5) * cell, extent.top - (row + 0.5) * cell];
      const tile = document.createElement("canvas");
      tile.width = tile.height = SIDE;
      const image = decode(at);
      if (this.inFront) paintImage(tile, image);
      else paintInk(tile, image, FAINT_RGB);
      return tile;
    };
  }

  remove() {
    this.outskirts.forget();
    this.element.remove();
  }

  // every: 1 for all tiles, 2 for every other one
  colour(atlas, inFront, every) {
    const wanted = [atlas, inFront, every];
    if (this.coloured?.every((one, i) => one === wanted[i])) return;
    if (this.coloured?.[0] !== atlas || this.inFront !== inFront) this.outskirts.forget();
    Object.assign(this, { coloured: wanted, inFront });
    const { bitmap, side } = atlas;
    const tile = bitmap.width / side;
    this.sheet.width = this.sheet.height = bitmap.width / every;
    const context = this.sheet.getContext("2d");
    for (let row = 0; row < side; row += every) {
      for (let column = 0; column < side; column += every) {
        const [x, y] = [column * tile, row * tile];
        context.drawImage(bitmap, x, y, tile, tile, x / every, y / every, tile, tile);
      }
    }
    const fill = (how, colour) => {
      context.globalCompositeOperation = how;
      context.fillStyle = colour;
      context.fillRect(0, 0, this.sheet.width, this.sheet.height);
    };
    fill("source-in", inFront ? COLOURS.ink : FAINT_INK); // paper is transparent so far
    if (inFront) fill("destination-over", COLOURS.paper);
  }
}
