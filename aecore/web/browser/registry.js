// What the components of one page share: networks, spaces and pictures, what is shown, and events
// when they change.
// Components live in one document, so this registry is one object on `window`.

export const page = (window.aecore ??= {
  networks: new Map(), // name -> Network; this and the next six are filled by session/blob.js
  points: new Map(), // "name view" -> {places, labels, extent}
  spaces: new Map(), // name -> Space
  atlases: new Map(), // "name view" -> {bitmap, extent, side, middle}
  noises: new Map(), // "kind-seed" -> Noise, the last ones
  digits: null, // the held-out digits: a Sheet
  film: null, // {run, frames}: of a finished run
  training: null, // {labels, shown}: what the map of a run shows
  scene: null, // {model, noise, level}: a network's name, a Noise or null, and its strength
  latent: null, // {model, code, origin}: the code that is looked at, and who moved it there
  camera: null, // why it gave no picture when it was last asked: what the browser calls the error
  streamlit: null, // says Streamlit's own words in the visitor's language
  // "network", "points", "space", "atlas", "noise", "digits" and "film" when one has arrived, "scene", "code" and
  // "training" when it is another, "camera" when it was asked
  events: new EventTarget(),

  // Look at another code, a Float32Array. origin: "own" (the visitor's digit), "map" (the pointer),
  // "keys", "sliders" or "morph"; whoever answers the event passes over its own.
  setCode(model, code, origin) {
    page.latent = { model, code, origin };
    page.events.dispatchEvent(new Event("code"));
  },
});

// Streamlit calls a component's function for every new `data`, which Python packs as JSON;
// `create` runs for the first alone and makes an object with `update(args)` and `remove()`.
const mounted = new WeakMap();

export function mount(args, create) {
  const { parentElement } = args;
  let instance = mounted.get(parentElement);
  if (!instance) {
    instance = create(args);
    mounted.set(parentElement, instance);
  }
  instance.update({ ...args, data: JSON.parse(args.data.json) });
  return () => {
    // Streamlit (1.67) asks for this, too, where newer data overtook a call that waited for its module
    if (parentElement.isConnected || !mounted.delete(parentElement)) return;
    instance.remove();
  };
}

export function bytesFromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export function base64FromBytes(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

// 8-bit pixels, as pictures travel, to ink from 0 (paper) to 1 (ink).
export function inkFromBytes(bytes) {
  return Float32Array.from(bytes, (byte) => byte / 255);
}
