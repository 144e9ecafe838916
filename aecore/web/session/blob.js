// Reads heavy bytes from Python into the page's registry, each kind in its own way, and says so; shows
// nothing. They are the whole of `data`, or the path of an address, which is fetched once for each
// page load.

import { readFilm } from "../browser/film.js";
import { Network, readHeader } from "../browser/network.js";
import { Noise } from "../browser/noise.js";
import { page } from "../browser/registry.js";
import { Sheet, Space, readAtlas, readPoints } from "../browser/map/space.js";

const MOST = 8; // of atlases and of noises: the last ones
const OFFLINE_MS = 2000; // until it is tried again

const fetched = new Map(); // path -> promise of bytes

async function fetchBytes(path) {
  const address = new URL(path, document.baseURI);
  for (;;) {
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok) return new Uint8Array(await answer.arrayBuffer());
    if (answer) throw new Error(`${path}: ${answer.status}`);
    await new Promise((resolve) => setTimeout(resolve, OFFLINE_MS));
  }
}

// data -> promise of a Uint8Array; rejected where it cannot be had, and asked for anew next time
function received(data) {
  if (data instanceof Uint8Array) return Promise.resolve(data);
  const { path } = JSON.parse(data.json);
  if (!fetched.has(path)) {
    fetched.set(path, fetchBytes(path));
    fetched.get(path).catch(() => fetched.delete(path));
  }
  return fetched.get(path);
}

function forgetOldest(some) {
  const [oldest] = some.keys();
  return some.size > MOST ? some.delete(oldest) : true;
}

// kind, as the header of the bytes says -> (header, what follows it): whether the registry has
// something new; reruns bring what it has already
const READERS = {
  network(header, body) {
    if (page.networks.has(header.name)) return false;
    return page.networks.set(header.name, new Network(header, body));
  },

  points: (header, body) => page.points.set(`${header.name} ${header.view}`, readPoints(header, body)),

  space(header, body) {
    if (page.spaces.has(header.name)) return false;
    return page.spaces.set(header.name, new Space(header, body));
  },

  async digits(header, body) {
    if (page.digits) return false;
    return (page.digits = await Sheet.read(header, body));
  },

  async atlas(header, body) {
    const id = `${header.name} ${header.view}`;
    if (page.atlases.has(id)) return false;
    page.atlases.set(id, await readAtlas(header, body));
    return forgetOldest(page.atlases);
  },

  noise(header, body) {
    if (page.noises.has(header.id)) return false;
    page.noises.set(header.id, new Noise(body));
    return forgetOldest(page.noises);
  },

  film(header, body) {
    if (page.film?.run === header.run && page.film.frames.length === header.frames.length) return false;
    return (page.film = readFilm(header, body));
  },
};

export default async function ({ data }) {
  const bytes = await received(data);
  const { header, start } = readHeader(bytes);
  const isNew = await READERS[header.kind](header, bytes.subarray(start));
  if (isNew) page.events.dispatchEvent(new Event(header.kind));
}
