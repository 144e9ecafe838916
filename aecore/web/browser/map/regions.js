// The countries of a map: which digit most of the held-out digits around a spot are, and where its
// name can stand. The network never saw these labels.

const AROUND = [
  [0, 1, 2, 1, 0],
  [1, 4, 6, 4, 1],
  [2, 6, 9, 6, 2],
  [1, 4, 6, 4, 1],
  [0, 1, 2, 1, 0],
]; // how much a digit counts in the cells around its own
const LEAST = 2; // fewer say nothing
const NAMED = 0.012; // of the map; smaller regions have no name

export const NOBODY = 255;

// points: {places, labels, extent}; side: cells in a row -> Uint8Array of side × side, from the top
// left, row by row
export function regions({ places, labels, extent }, side) {
  const cell = (extent.right - extent.left) / side;
  const counts = new Uint16Array(10 * side * side);
  labels.forEach((label, i) => {
    const column = Math.floor((places[2 * i] - extent.left) / cell);
    const row = Math.floor((extent.top - places[2 * i + 1]) / cell);
    if (column < 0 || row < 0 || column >= side || row >= side) return;
    for (const [dy, weights] of AROUND.entries()) {
      for (const [dx, weight] of weights.entries()) {
        const [x, y] = [column + dx - 2, row + dy - 2];
        if (x >= 0 && y >= 0 && x < side && y < side) counts[10 * (y * side + x) + label] += weight;
      }
    }
  });
  return Uint8Array.from({ length: side * side }, (_, i) => {
    const votes = counts.subarray(10 * i, 10 * i + 10);
    const most = Math.max(...votes);
    return most < LEAST ? NOBODY : votes.indexOf(most);
  });
}

// -> {label, column, row} of each region that is large enough: the cell deepest inside it
export function names(found, side) {
  const seen = new Uint8Array(found.length);
  const depths = depth(found, side);
  const named = [];
  for (let start = 0; start < found.length; start++) {
    if (seen[start] || found[start] === NOBODY) continue;
    const region = [start];
    seen[start] = 1;
    for (const cell of region) {
      for (const next of neighbours(cell, side)) {
        if (seen[next] || found[next] !== found[start]) continue;
        seen[next] = 1;
        region.push(next);
      }
    }
    if (region.length < NAMED * found.length) continue;
    const deepest = region.reduce((best, cell) => (depths[cell] > depths[best] ? cell : best));
    named.push({ label: found[start], column: deepest % side, row: Math.floor(deepest / side) });
  }
  return named;
}

// How many steps each cell is from one of another region, or from the edge.
function depth(found, side) {
  const depths = new Float32Array(found.length).fill(Infinity);
  let shore = [];
  for (let cell = 0; cell < found.length; cell++) {
    const around = neighbours(cell, side);
    if (around.length === 4 && around.every((next) => found[next] === found[cell])) continue;
    depths[cell] = 1;
    shore.push(cell);
  }
  for (let steps = 2; shore.length; steps++) {
    const inland = new Set(shore.flatMap((cell) => neighbours(cell, side)));
    shore = [...inland].filter((cell) => depths[cell] === Infinity);
    for (const cell of shore) depths[cell] = steps;
  }
  return depths;
}

function neighbours(cell, side) {
  const column = cell % side;
  const all = [];
  if (column > 0) all.push(cell - 1);
  if (column < side - 1) all.push(cell + 1);
  if (cell >= side) all.push(cell - side);
  if (cell < side * (side - 1)) all.push(cell + side);
  return all;
}
