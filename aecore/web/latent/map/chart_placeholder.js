// The chart as the page draws it by itself until Plotly, which is large, is there: the same points
// in the same places, on axes that can be asked as Plotly's can. Where Plotly cannot draw points, for
// want of WebGL, it goes on drawing them on Plotly's axes.

const FADE_MS = 150;

class SketchAxis {
  // from, to: the values at its two ends; offset, length: pixels
  constructor(offset, length, [from, to]) {
    Object.assign(this, { offset, length });
    this.p2d = (pixel) => from + ((to - from) * pixel) / length;
    this.d2p = (value) => ((value - from) / (to - from)) * length;
  }
}

export class Sketch {
  // changed(): it is to be drawn anew
  constructor(changed) {
    this.changed = changed;
    this.element = document.createElement("div");
    this.element.style.cssText = "inset: 0; position: absolute; z-index: 1";
    this.canvas = this.element.appendChild(document.createElement("canvas"));
    this.canvas.className = "sketch";
    this.canvas.style.cssText = "height: 100%; inset: 0; position: absolute; width: 100%";
    this.note = this.element.appendChild(document.createElement("p"));
    this.note.style.cssText = "inset: 30% 10% auto; position: absolute; text-align: center";
    this.sizes = new ResizeObserver(changed);
    this.sizes.observe(this.element);
  }

  // points: from the page's registry, or nothing yet; look: of Plotly's chart, null in 3-D;
  // colours: of the labels; excuse: says that there will be nothing in 3-D
  show(points, look, colours, excuse) {
    Object.assign(this, { points, look, colours, excuse });
    this.drawn = null;
    this.excuseItself();
    this.changed();
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

  // axes: its own, or Plotly's
  draw({ xaxis, yaxis }) {
    const { clientWidth, clientHeight } = this.element;
    const ends = [xaxis, yaxis].flatMap(({ offset, length, p2d }) => [offset, length, p2d(0), p2d(1)]);
    const wanted = [clientWidth, clientHeight, devicePixelRatio, ...ends];
    if (!this.look || this.drawn?.every((one, i) => one === wanted[i])) return;
    this.drawn = wanted;
    this.canvas.width = clientWidth * devicePixelRatio;
    this.canvas.height = clientHeight * devicePixelRatio;
    if (this.points) this.dot(this.canvas.getContext("2d"), xaxis, yaxis);
  }

  dot(context, xaxis, yaxis) {
    const { places, labels } = this.points;
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
    this.element.style.pointerEvents = "none";
    this.element.animate({ opacity: 0 }, FADE_MS).finished.then(() => this.remove(), () => {});
  }

  // Plotly's own points will not come: lie right over `under`, where they would be.
  stay(under) {
    this.element.getAnimations().forEach((animation) => animation.cancel());
    Object.assign(this.element.style, { pointerEvents: "none", zIndex: "auto" });
    if (under.nextSibling !== this.element) under.after(this.element);
    this.stays = true;
    this.excuseItself();
  }

  // In 3-D there is nothing to stay for. Plotly may be there before it is known what to show.
  excuseItself() {
    this.canvas.hidden = this.stays && !this.look;
    this.note.textContent = this.canvas.hidden ? this.excuse : "";
  }

  remove() {
    this.sizes.disconnect();
    this.element.remove();
  }
}
