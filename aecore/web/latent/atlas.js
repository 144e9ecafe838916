// Reads the map of everything, what the decoder makes all over a plane, into the page's registry;
// shows nothing.

import { readHeader } from "../browser/network.js";
import { page } from "../browser/registry.js";
import { received } from "../browser/received.js";

const KEPT = 8; // of the last views

export default async function ({ data }) {
  const bytes = await received(data);
  const { header, start } = readHeader(bytes);
  const id = `${header.name} ${header.view}`;
  if (page.atlases.has(id)) return; // reruns call this again
  page.atlases.set(id, null);
  createImageBitmap(new Blob([bytes.subarray(start)], { type: "image/png" })).then((bitmap) => {
    const { extent, side, middle } = header;
    page.atlases.set(id, { bitmap, extent, side, middle });
    const [oldest] = page.atlases.keys();
    if (page.atlases.size > KEPT) page.atlases.delete(oldest);
    page.events.dispatchEvent(new Event("atlas"));
  });
}
