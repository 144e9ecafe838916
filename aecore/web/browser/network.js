// The network in the browser: a list of layers, read from one blob of bytes that
// aecore/models/layers.py packs. Arrays between layers are flat, row by row, channels last. Sums are
// double: as quick, and a map's digit that is torn between two places goes where ONNX Runtime says.

// float16 bits -> number, for all 65,536 of them
let halves = null;

function halfTable() {
  if (halves) return halves;
  halves = new Float32Array(65536);
  for (let bits = 0; bits < 65536; bits++) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 0) halves[bits] = sign * fraction * 2 ** -24;
    else if (exponent === 31) halves[bits] = fraction ? NaN : sign * Infinity;
    else halves[bits] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
  return halves;
}

export function floatsFromHalves(bytes, start, count) {
  const table = halfTable();
  // a copy, since the bytes may start at an odd address
  const bits = new Uint16Array(bytes.slice(start, start + 2 * count).buffer);
  const floats = new Float32Array(count);
  for (let i = 0; i < count; i++) floats[i] = table[bits[i]];
  return floats;
}

// Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26: error below 1.5e-7.
function erf(x) {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const poly =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const y = 1 - poly * Math.exp(-x * x);
  return x < 0 ? -y : y;
}

const activations = {
  linear: (x) => x,
  relu: (x) => (x > 0 ? x : 0),
  gelu: (x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
};

const NOTHING = Math.log(1e-6);

// Their sum is 1. What is under a millionth of the largest becomes 0, and the next layer skips it.
function softmax(values) {
  let largest = -Infinity;
  for (let i = 0; i < values.length; i++) if (values[i] > largest) largest = values[i];
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const below = values[i] - largest;
    values[i] = below < NOTHING ? 0 : Math.exp(below);
    sum += values[i];
  }
  for (let i = 0; i < values.length; i++) values[i] /= sum;
  return values;
}

export function activate(values, name) {
  if (name === "linear") return values;
  if (name === "softmax") return softmax(values);
  const activation = activations[name];
  for (let i = 0; i < values.length; i++) values[i] = activation(values[i]);
  return values;
}

const size = (shape) => shape.reduce((product, side) => product * side, 1);

// Rows of the kernel whose input is zero add nothing. Paper is zero, and after ReLU so is about
// half of what goes on, which makes skipping them the largest saving there is.
function dense({ kernel, bias, outputs }, values) {
  const n = size(outputs);
  const sums = Float64Array.from(bias);
  const used = [];
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) used.push(i);
  const rows = used.map((i) => i * n);
  addRows(sums, kernel, n, used.map((i) => values[i]), rows, used.length);
  return sums;
}

// Adds values[i] times the kernel's row that begins at rows[i], for the first `count` of them, to
// the n sums: four rows at once, since writing the sums is what takes the time.
function addRows(sums, kernel, n, values, rows, count) {
  let at = 0;
  for (; at + 4 <= count; at += 4) {
    const [a, b, c, d] = [rows[at], rows[at + 1], rows[at + 2], rows[at + 3]];
    const [p, q, r, s] = [values[at], values[at + 1], values[at + 2], values[at + 3]];
    for (let j = 0; j < n; j++) {
      sums[j] += p * kernel[a + j] + q * kernel[b + j] + r * kernel[c + j] + s * kernel[d + j];
    }
  }
  for (; at < count; at++) {
    const row = rows[at];
    const value = values[at];
    for (let j = 0; j < n; j++) sums[j] += value * kernel[row + j];
  }
}

// 3 × 3, "same" padding as TensorFlow pads: what is left over goes below and to the right.
function conv2d({ kernel, bias, inputs, outputs, stride }, values) {
  const [height, width, channels] = inputs;
  const [rows, columns, filters] = outputs;
  const top = Math.max((rows - 1) * stride + 3 - height, 0) >> 1;
  const left = Math.max((columns - 1) * stride + 3 - width, 0) >> 1;
  const sums = new Float64Array(rows * columns * filters);
  const used = new Float32Array(9 * channels); // the inputs of one output that are not zero
  const weights = new Int32Array(9 * channels); // where their rows of the kernel begin
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let count = 0;
      for (let ky = 0; ky < 3; ky++) {
        const y = row * stride + ky - top;
        if (y < 0 || y >= height) continue;
        for (let kx = 0; kx < 3; kx++) {
          const x = column * stride + kx - left;
          if (x < 0 || x >= width) continue;
          const from = (y * width + x) * channels;
          for (let c = 0; c < channels; c++) {
            if (values[from + c] === 0) continue;
            used[count] = values[from + c];
            weights[count++] = ((ky * 3 + kx) * channels + c) * filters;
          }
        }
      }
      const out = (row * columns + column) * filters;
      const pixel = sums.subarray(out, out + filters);
      pixel.set(bias);
      addRows(pixel, kernel, filters, used, weights, count);
    }
  }
  return sums;
}

function upsample2d({ inputs, outputs, factor }, values) {
  const [, width, channels] = inputs;
  const [rows, columns] = outputs;
  const larger = new Float32Array(rows * columns * channels);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = (Math.floor(row / factor) * width + Math.floor(column / factor)) * channels;
      larger.set(values.subarray(from, from + channels), (row * columns + column) * channels);
    }
  }
  return larger;
}

// The channels of a pixel become factor × factor pixels: channels (y, x, c) in this order.
function depthToSpace({ inputs, outputs, factor }, values) {
  const [rows, columns, depth] = inputs;
  const [, width, channels] = outputs;
  const larger = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = (row * columns + column) * depth;
      for (let y = 0; y < factor; y++) {
        const start = from + y * factor * channels;
        const to = ((row * factor + y) * width + column * factor) * channels;
        larger.set(values.subarray(start, start + factor * channels), to);
      }
    }
  }
  return larger;
}

function scale({ scale: factor, offset }, values) {
  return values.map((value) => value * factor + offset);
}

export const kinds = { dense, conv2d, upsample2d, depth_to_space: depthToSpace, scale };

function run(layers, values) {
  const said = layers.reduce(
    (current, layer) => activate(kinds[layer.kind](layer, current), layer.activation),
    values,
  );
  return Float32Array.from(said);
}

// A scaling before a dense layer is the same as another kernel and bias: with it folded in, paper
// reaches the dense layer as zero and is skipped. (Before a convolution it must stay: padding is
// zero after the scaling.)
function fold(layers) {
  if (layers.length < 2 || layers[0].kind !== "scale" || layers[1].kind !== "dense") return layers;
  const [{ scale: factor, offset }, first, ...rest] = layers;
  const n = size(first.outputs);
  const kernel = first.kernel.map((weight) => weight * factor);
  const sums = new Float64Array(n);
  first.kernel.forEach((weight, i) => (sums[i % n] += weight));
  const bias = first.bias.map((weight, j) => weight + offset * sums[j]);
  return [{ ...first, kernel, bias }, ...rest];
}

// bytes: what aecore.models.layers.with_header made -> the header, and where the rest starts
export function readHeader(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = 4 + view.getUint32(0, true);
  return { header: JSON.parse(new TextDecoder().decode(bytes.subarray(4, start))), start };
}

export class Network {
  // header, body: what aecore.models.layers.pack made, as `readHeader` splits it
  constructor(header, body) {
    const weights = (place) => place && floatsFromHalves(body, 2 * place[0], place[1]);
    const layers = (part) =>
      part.map((layer) => ({ ...layer, kernel: weights(layer.kernel), bias: weights(layer.bias) }));
    this.name = header.name;
    this.encoder = fold(layers(header.encoder));
    this.decoder = layers(header.decoder);
  }

  // Float32Array(784), 0 paper and 1 ink -> Float32Array(code_size)
  encode(image) {
    return run(this.encoder, image);
  }

  // Float32Array(code_size) -> Float32Array(784), 0 paper and 1 ink
  decode(code) {
    return run(this.decoder, code);
  }
}
