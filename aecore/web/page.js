// What the components of one page share: networks by name, what the diagram shows, and events
// when they change.
// Components live in one document, so this registry is one object on `window`.

const page = (window.aecore ??= {
  networks: new Map(), // name -> Network, filled by the weights component
  scene: null, // {model, noise, level}: a network's name, a Noise and its strength
  events: new EventTarget(), // "network" when one has arrived, "scene" when it is another
});

// Streamlit calls a component's function for every new `data`, which Python packs as JSON;
// `create` runs for the first alone and makes an object with `update(args)` and `remove()`.
const mounted = new WeakMap();

function mount(args, create) {
  const { parentElement } = args;
  let instance = mounted.get(parentElement);
  if (!instance) {
    instance = create(args);
    mounted.set(parentElement, instance);
  }
  instance.update({ ...args, data: JSON.parse(args.data.json) });
  return () => {
    mounted.delete(parentElement);
    instance.remove();
  };
}

function bytesFromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function base64FromBytes(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

// 8-bit pixels, as pictures travel, to ink from 0 (paper) to 1 (ink).
function inkFromBytes(bytes) {
  return Float32Array.from(bytes, (byte) => byte / 255);
}
