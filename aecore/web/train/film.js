// Reads the film of a run into the page's registry, as `page.film`; shows nothing.

import { PIXELS } from "../browser/noise.js";
import { page } from "../browser/registry.js";
import { Frame, numbers16 } from "./frame.js";

export default function ({ data }) {
  if (!(data instanceof Uint8Array)) return;
  const length = new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(data.subarray(4, 4 + length)));
  if (page.film?.run === header.run && page.film.frames.length === header.frames.length) return;
  let at = 4 + length;
  const take = (count) => data.subarray(at, (at += count));
  const frames = header.frames.map((one) => {
    const points = numbers16(take(4 * header.points));
    return new Frame(one, points, take(PIXELS * header.tiles).slice());
  });
  page.film = { run: header.run, frames };
  page.events.dispatchEvent(new Event("film"));
}
