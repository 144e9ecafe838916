// Reads the map of everything, what the decoder makes all over a plane, into the page's registry;
// shows nothing.

const KEPT = 8; // of the last views

export default function ({ data }) {
  if (!(data instanceof Uint8Array)) return;
  const { header, start } = readHeader(data);
  const id = `${header.name} ${header.view}`;
  if (page.atlases.has(id)) return; // reruns call this again
  page.atlases.set(id, null);
  createImageBitmap(new Blob([data.subarray(start)], { type: "image/png" })).then((bitmap) => {
    const { extent, side, middle } = header;
    page.atlases.set(id, { bitmap, extent, side, middle });
    const [oldest] = page.atlases.keys();
    if (page.atlases.size > KEPT) page.atlases.delete(oldest);
    page.events.dispatchEvent(new Event("atlas"));
  });
}
