// Reads a model's weights into the page's registry and says so; shows nothing.

export default function ({ data }) {
  if (!(data instanceof Uint8Array)) return;
  const network = new Network(data);
  if (!page.networks.has(network.name)) {
    page.networks.set(network.name, network);
    page.events.dispatchEvent(new Event("network"));
  }
}
