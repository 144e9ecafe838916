// Heavy bytes that Python gives a component as the whole of its `data`: they themselves, or the
// path of an address, which is fetched once for each page load.

const fetched = new Map(); // path -> promise of bytes

async function fetchBytes(path) {
  const answer = await fetch(new URL(path, document.baseURI));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

// data -> promise of a Uint8Array; rejected where it cannot be had, and asked for anew next time
export function received(data) {
  if (data instanceof Uint8Array) return Promise.resolve(data);
  const { path } = JSON.parse(data.json);
  if (!fetched.has(path)) {
    fetched.set(path, fetchBytes(path));
    fetched.get(path).catch(() => fetched.delete(path));
  }
  return fetched.get(path);
}
