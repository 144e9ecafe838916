// The chart as the page draws it by itself until Plotly, which is large, is there: the same points
// in the same places, on axes that can be asked as Plotly's can.

const FADE_MS = 150;

class SketchAxis {
  // from, to: the values at its two ends; offset, length: pixels
  constructor(offset, length, [from, to]) {
    Object.assign(this, { offset, length });
    this.p2d = (pixel) => from + ((to - from) * pixel) / length;
    this.d2p = (value) => ((value - from) / (to - from)) * length;
  }
}

class Sketch {
  // drawn(): after it was drawn
  constructor(drawn) {
    this.drawn = drawn;
    this.element = document.createElement("div");
    this.element.style.cssText = "inset: 0; position: absolute; z-index: 1";
    this.canvas = this.element.appendChild(document.createElement("canvas"));
    this.canvas.className = "sketch";
    this.canvas.style.cssText = "height: 100%; inset: 0; position: absolute; width: 100%";
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this.element);
  }

  // points: from the page's registry, or nothing yet; look: of Plotly's chart, null in 3-D;
  // colours: of the labels
  show(points, look, colours) {
    Object.assign(this, { points, look, colours });
    this.draw();
  }

  // The two scales are equal, so the shorter side decides, as it does in Plotly.
  get axes() {
    const { clientWidth, clientHeight } = this.element;
    if (!this.look || !clientWidth) return null;
    const { margin, across, up } = this.look;
    const width = clientWidth - margin.l - margin.r;
    const height = clientHeight - margin.t - margin.b;
    const side = Math.min(width, height);
    return {
      xaxis: new SketchAxis(margin.l + (width - side) / 2, side, across),
      yaxis: new SketchAxis(margin.t + (height - side) / 2, side, [...up].reverse()),
    };
  }

  draw() {
    const { axes, points } = this;
    if (!axes) return;
    const { clientWidth, clientHeight } = this.element;
    this.canvas.width = clientWidth * devicePixelRatio;
    this.canvas.height = clientHeight * devicePixelRatio;
    if (points) this.dot(this.canvas.getContext("2d"), axes, points);
    this.drawn();
  }

  dot(context, { xaxis, yaxis }, { places, labels }) {
    const [left, top] = [xaxis.offset, yaxis.offset];
    context.scale(devicePixelRatio, devicePixelRatio);
    context.beginPath();
    context.rect(left, top, xaxis.length, yaxis.length);
    context.clip();
    context.globalAlpha = this.look.opacity;
    labels.forEach((label, i) => {
      const [x, y] = [xaxis.d2p(places[2 * i]), yaxis.d2p(places[2 * i + 1])];
      context.fillStyle = this.colours[label];
      context.beginPath();
      context.arc(left + x, top + y, this.look.size / 2, 0, 2 * Math.PI);
      context.fill();
    });
  }

  // Plotly's own points are there.
  fade() {
    this.sizes.disconnect();
    this.element.style.pointerEvents = "none";
    this.element.animate({ opacity: 0 }, FADE_MS).finished.then(() => this.remove(), () => {});
  }

  remove() {
    this.sizes.disconnect();
    this.element.remove();
  }
}
