// Strokes of a pen: lists of points [x, y] from 0 to 1 across the pad.

const PEN_PX = 2.4; // width of MNIST's strokes in its pixels
const RASTER = 280; // side of the canvas on which strokes become ink
const INKED = 260; // how much of it a drawing's longer side fills
const PEN_ON_RASTER = (PEN_PX * INKED) / DIGIT_SIDE;
const LEAST_EXTENT = 0.25; // of the pad; smaller drawings stay smaller, so a dot stays a dot

// Draw strokes with round ends, smoothly: curves through the middles between the points.
function paintStrokes(context, strokes, { x, y, zoom, width }) {
  context.lineCap = context.lineJoin = "round";
  context.lineWidth = width;
  for (const points of strokes) {
    const at = ([px, py]) => [(px - x) * zoom, (py - y) * zoom];
    const middle = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    context.beginPath();
    context.moveTo(...at(points[0]));
    // a line without any length has no round ends either
    if (points.length === 1) context.lineTo(at(points[0])[0] + 0.1, at(points[0])[1]);
    for (let i = 1; i < points.length - 1; i++) {
      context.quadraticCurveTo(...at(points[i]), ...middle(at(points[i]), at(points[i + 1])));
    }
    if (points.length > 1) context.lineTo(...at(points.at(-1)));
    context.stroke();
  }
}

// Strokes -> what the network sees, with a pen that is as thick as MNIST's however large or small
// the drawing is.
class Raster {
  constructor() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = RASTER;
    this.context = canvas.getContext("2d", { willReadFrequently: true });
    this.values = new Float32Array(RASTER * RASTER);
  }

  normalise(strokes) {
    const points = strokes.flat();
    const [left, right] = bounds(points.map(([x]) => x));
    const [top, bottom] = bounds(points.map(([, y]) => y));
    const extent = Math.max(right - left, bottom - top, LEAST_EXTENT);
    const zoom = (INKED - PEN_ON_RASTER) / extent;
    const margin = RASTER / 2 / zoom;
    const [x, y] = [(left + right) / 2 - margin, (top + bottom) / 2 - margin];
    this.context.clearRect(0, 0, RASTER, RASTER);
    paintStrokes(this.context, strokes, { x, y, zoom, width: PEN_ON_RASTER });
    const { data } = this.context.getImageData(0, 0, RASTER, RASTER);
    for (let i = 0; i < this.values.length; i++) this.values[i] = data[4 * i + 3] / 255;
    return normalise({ values: this.values, width: RASTER, height: RASTER }, INKED);
  }
}

function bounds(numbers) {
  return [Math.min(...numbers), Math.max(...numbers)];
}
