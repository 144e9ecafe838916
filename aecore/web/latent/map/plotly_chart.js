// The hook into Plotly's chart: which code lies under a pixel, and which pixel over a code.
// It reads what Plotly keeps for itself (`_fullLayout`, `_ev`; plotly.js 3.7, in Streamlit 1.67) since
// Plotly tells of clicks and pointers over points only; a browser test notices when that changes.
// Streamlit makes the chart anew when it likes, so it is looked for after every change of the page.
// Until Plotly has drawn for the first time, the page's own sketch stands in its place; where Plotly
// cannot draw points, for want of WebGL, the sketch does it and Plotly keeps the axes.

import { Sketch } from "./chart_placeholder.js";

export class Chart {
  // layers: elements that lie over the plot, the first under its points; drawn(): after the chart was drawn or moved;
  // picked(place or null): the digit that the pointer touches in 3-D
  constructor(selector, { layers, drawn, picked }) {
    Object.assign(this, { selector, layers, drawn, picked });
    this.live = false; // whether Plotly has drawn
    this.sketched = true; // whether the points are those of the sketch
    this.lost = false; // what the browser draws with in WebGL, which happens
    this.touched = null; // the place of a digit
    this.sketch = new Sketch(drawn);
    const [, over] = layers;
    over.onfocus = () => (this.focused = true);
    over.onblur = () =>
      queueMicrotask(() => {
        const here = over.checkVisibility({ visibilityProperty: true }) && !over.inert;
        if (here && document.activeElement !== over) this.focused = false;
      });
    this.observer = new MutationObserver(() => this.find());
    this.observer.observe(document.body, { childList: true, subtree: true });
    this.find();
  }

  find() {
    const box = document.querySelector(this.selector);
    const plot = box?.querySelector(".js-plotly-plot");
    if (this.live) this.settle(plot);
    else if (box && this.sketch.element.parentNode !== box) {
      box.style.position = "relative"; // the page's style sheet may come later
      box.append(this.sketch.element);
      this.settle(this.sketch.element);
    }
    if (!plot?._ev || plot._ev === this.emitter) return;
    this.plot = plot;
    this.emitter = plot._ev; // a chart made anew in the same place has another one
    this.lost = false;
    plot.on("plotly_afterplot", () => this.takeOver());
    plot.on("plotly_webglcontextlost", ({ event }) => this.lose(event));
    for (const event of ["plotly_afterplot", "plotly_relayout", "plotly_relayouting"]) {
      plot.on(event, () => this.drawn());
    }
    plot.on("plotly_hover", ({ points }) => this.touch(points[0]?.customdata ?? null));
    plot.on("plotly_unhover", () => this.touch(null));
    if (plot.calcdata) this.takeOver(); // drawn before anybody listened: Plotly was loaded already
    this.drawn();
  }

  // place: of the digit that the pointer touches, or null
  touch(place) {
    this.touched = place;
    this.picked(place);
  }

  // Put the layers into the element that shows the chart.
  settle(home) {
    const [under, over] = this.layers;
    if (!home || over.parentNode === home) return;
    home.prepend(under);
    home.append(over);
    this.refocus();
  }

  // The keyboard stays with the map when the browser took it away with an old chart.
  refocus() {
    const nowhere = document.activeElement === document.body;
    if (this.focused && nowhere) this.layers[1].focus({ preventScroll: true });
  }

  // Streamlit (1.67) hides a chart while Plotly draws it for the first time.
  takeOver() {
    if (!this.plot.isConnected) return;
    if (this.live) return this.judge();
    if (!this.plot.checkVisibility({ visibilityProperty: true })) {
      requestAnimationFrame(() => this.takeOver());
      return;
    }
    this.live = true;
    this.settle(this.plot);
    this.judge();
  }

  // The browser took away what Plotly draws with. In 3-D Plotly begins anew if it comes back, which
  // it does for those alone who prevent what happens by default.
  lose(event) {
    this.lost = true;
    this.takeOver();
    if (this.axes) return;
    event.preventDefault();
    event.target.addEventListener("webglcontextrestored", () => {
      this.lost = false;
      this.takeOver();
    });
  }

  // Who draws the points. Plotly does it with WebGL, and says so over all of the chart where there is
  // none (plotly.js 3.7).
  judge() {
    const failed = this.plot.querySelector(".no-webgl") ?? this.lost;
    const container = this.plot.querySelector(".gl-container");
    container?.style.setProperty("visibility", failed ? "hidden" : "inherit");
    if (failed) this.sketch.stay(this.layers[0]);
    else if (this.sketched) this.sketch.fade();
    this.sketched = Boolean(failed);
    this.drawn();
  }

  // What shows the chart now.
  get home() {
    return this.live ? this.plot : this.sketch.element;
  }

  // The axes of a flat chart; null while there is none.
  get axes() {
    if (!this.live) return this.sketch.axes;
    const { xaxis, yaxis } = (this.plot.isConnected && this.plot._fullLayout) || {};
    if (!xaxis?.p2d || !xaxis._length || !yaxis?._length) return null;
    const read = ({ _offset, _length, p2d, d2p }) => ({ offset: _offset, length: _length, p2d, d2p });
    return { xaxis: read(xaxis), yaxis: read(yaxis) };
  }

  // Plotly's scene of a chart in 3-D; null while there is none.
  get scene() {
    if (this.sketched || !this.plot.isConnected) return null;
    const found = this.plot._fullLayout?.scene?._scene;
    return found?.glplot?.cameraParams && !this.axes ? found : null;
  }

  // Where points are drawn, in pixels of the chart.
  place() {
    if (this.scene) {
      const { offsetLeft, offsetTop, clientWidth, clientHeight } = this.scene.container;
      return { left: offsetLeft, top: offsetTop, width: clientWidth, height: clientHeight };
    }
    const { xaxis, yaxis } = this.axes;
    const [left, top] = [xaxis.offset, yaxis.offset];
    return { left, top, width: xaxis.length, height: yaxis.length };
  }

  // The same in pixels of the window.
  area() {
    const { x, y } = this.home.getBoundingClientRect();
    const { left, top, ...sides } = this.place();
    return { left: x + left, top: y + top, ...sides };
  }

  // [x, y] in pixels of the window -> whether points could be drawn there
  covers([x, y]) {
    if (!this.axes) return false;
    const { left, top, width, height } = this.area();
    return x >= left && x <= left + width && y >= top && y <= top + height;
  }

  // Whether an element belongs to a chart in 3-D, where only points can be pointed at.
  turns(element) {
    return Boolean(this.scene?.container.contains(element));
  }

  // [x, y] in pixels of the window -> the point there
  pointAt([x, y]) {
    const { left, top } = this.area();
    return [this.axes.xaxis.p2d(x - left), this.axes.yaxis.p2d(y - top)];
  }

  // A point -> [x, y] in pixels from the left and top of the area
  pixelsOf([x, y, z = 0]) {
    if (this.scene) return this.seen([x, y, z]);
    return [this.axes.xaxis.d2p(x), this.axes.yaxis.d2p(y)];
  }

  // The same in 3-D, as the camera sees it.
  seen(point) {
    const { glplot, dataScale } = this.scene;
    const { model, view, projection } = glplot.cameraParams;
    const turn = (matrix, vector) =>
      [0, 1, 2, 3].map((row) => vector.reduce((sum, v, i) => sum + matrix[4 * i + row] * v, 0));
    const scaled = [...point.map((value, i) => value * dataScale[i]), 1];
    const [x, y, , w] = [model, view, projection].reduce((vector, m) => turn(m, vector), scaled);
    const { width, height } = this.place();
    return [(width * (1 + x / w)) / 2, (height * (1 - y / w)) / 2];
  }

  // Zoom by a factor around [x, y] in pixels of the window, as a wheel would.
  zoom(factor, [clientX, clientY]) {
    const target = this.plot?.querySelector(".nsewdrag");
    const step = 20; // Plotly's wheel zooms by exp(delta / 200) and cuts what is beyond 20
    for (let left = -200 * Math.log(factor); Math.abs(left) > 0.1; left -= Math.sign(left) * step) {
      const deltaY = Math.max(-step, Math.min(step, left));
      const options = { deltaY, clientX, clientY, ctrlKey: true, bubbles: true, cancelable: true };
      target?.dispatchEvent(new WheelEvent("wheel", options));
      if (Math.abs(left) <= step) break;
    }
  }

  // Move by [dx, dy] pixels. Plotly listens to wheels alone here: closer at one spot and farther by
  // as much at another one shifts everything.
  pan([dx, dy], [x, y]) {
    const closer = 1.1;
    const reach = 1 / (1 - 1 / closer);
    this.zoom(closer, [x, y]);
    this.zoom(1 / closer, [x + reach * dx, y + reach * dy]);
  }

  // Show everything again, as Plotly's own button does.
  reset() {
    this.plot?.querySelector('.modebar-btn[data-val="reset"]')?.click();
  }

  remove() {
    this.observer.disconnect();
    this.sketch.remove();
    for (const layer of this.layers) layer.remove();
  }
}
