// Reads a model's weights into the page's registry and says so; shows nothing.

import { Network, readHeader } from "../browser/network.js";
import { page } from "../browser/registry.js";
import { received } from "../browser/received.js";

export default async function ({ data }) {
  const bytes = await received(data);
  const { name } = readHeader(bytes).header;
  if (page.networks.has(name)) return; // reruns call this again: decode once
  page.networks.set(name, new Network(bytes));
  page.events.dispatchEvent(new Event("network"));
}
