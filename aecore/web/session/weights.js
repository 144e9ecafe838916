// Reads a model's weights into the page's registry and says so; shows nothing.

export default function ({ data }) {
  if (!(data instanceof Uint8Array)) return;
  const { name } = readHeader(data).header;
  if (page.networks.has(name)) return; // reruns call this again: decode once
  page.networks.set(name, new Network(data));
  page.events.dispatchEvent(new Event("network"));
}
