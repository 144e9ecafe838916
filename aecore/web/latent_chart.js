// The hook into Plotly's chart: which code lies under a pixel, and which pixel over a code.
// It reads what Plotly keeps for itself (`_fullLayout`, `_ev`; plotly.js 3.7, in Streamlit 1.67) since
// Plotly tells of clicks and pointers over points only; a browser test notices when that changes.
// Streamlit makes the chart anew when it likes, so it is looked for after every change of the page.

class Chart {
  // layers: elements that lie over the plot, the first under its points; drawn(): after the chart was drawn or moved;
  // picked(place or null): the digit that the pointer touches in 3-D
  constructor(selector, { layers, drawn, picked }) {
    Object.assign(this, { selector, layers, drawn, picked });
    this.observer = new MutationObserver(() => this.find());
    this.observer.observe(document.body, { childList: true, subtree: true });
    this.find();
  }

  find() {
    const plot = document.querySelector(`${this.selector} .js-plotly-plot`);
    const [under, over] = this.layers;
    if (plot && under.parentNode !== plot) plot.prepend(under);
    if (plot && over.parentNode !== plot) plot.append(over);
    if (!plot?._ev || plot._ev === this.emitter) return;
    this.plot = plot;
    this.emitter = plot._ev; // a chart made anew in the same place has another one
    for (const event of ["plotly_afterplot", "plotly_relayout", "plotly_relayouting"]) {
      plot.on(event, () => this.drawn());
    }
    plot.on("plotly_hover", ({ points }) => this.picked(points[0]?.customdata ?? null));
    plot.on("plotly_unhover", () => this.picked(null));
    this.drawn();
  }

  // The axes of a flat chart; null while there is none.
  get axes() {
    const { xaxis, yaxis } = (this.plot?.isConnected && this.plot._fullLayout) || {};
    return xaxis?.p2d && xaxis._length && yaxis?._length ? { xaxis, yaxis } : null;
  }

  // Where points are drawn, in pixels of the chart.
  place() {
    const { xaxis, yaxis } = this.axes;
    const [left, top] = [xaxis._offset, yaxis._offset];
    return { left, top, width: xaxis._length, height: yaxis._length };
  }

  // The same in pixels of the window.
  area() {
    const { x, y } = this.plot.getBoundingClientRect();
    const { left, top, ...sides } = this.place();
    return { left: x + left, top: y + top, ...sides };
  }

  // [x, y] in pixels of the window -> whether points could be drawn there
  covers([x, y]) {
    if (!this.axes) return false;
    const { left, top, width, height } = this.area();
    return x >= left && x <= left + width && y >= top && y <= top + height;
  }

  // [x, y] in pixels of the window -> the point there
  pointAt([x, y]) {
    const { left, top } = this.area();
    return [this.axes.xaxis.p2d(x - left), this.axes.yaxis.p2d(y - top)];
  }

  // A point -> [x, y] in pixels from the left and top of the area
  pixelsOf([x, y]) {
    return [this.axes.xaxis.d2p(x), this.axes.yaxis.d2p(y)];
  }

  // Zoom by a factor around [x, y] in pixels of the window, as a wheel would.
  zoom(factor, [clientX, clientY]) {
    const target = this.plot.querySelector(".nsewdrag");
    const step = 20; // Plotly's wheel zooms by exp(delta / 200) and cuts what is beyond 20
    for (let left = -200 * Math.log(factor); Math.abs(left) > 0.1; left -= Math.sign(left) * step) {
      const deltaY = Math.max(-step, Math.min(step, left));
      const options = { deltaY, clientX, clientY, ctrlKey: true, bubbles: true, cancelable: true };
      target?.dispatchEvent(new WheelEvent("wheel", options));
      if (Math.abs(left) <= step) break;
    }
  }

  // Show everything again, as Plotly's own button does.
  reset() {
    this.plot?.querySelector('.modebar-btn[data-val="reset"]')?.click();
  }

  remove() {
    this.observer.disconnect();
    for (const layer of this.layers) layer.remove();
  }
}
