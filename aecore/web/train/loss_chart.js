// The loss on Plotly's chart while a run goes on, and the line at the step that is shown.
// Streamlit (1.67) makes a chart anew for every other figure, which flickers and takes long. So
// Python sends the axes once, the same for all runs, and what is of a run is put in here:
// Streamlit's chart listens to Plotly's "plotly_restyle" and then draws `plot.data`. A browser test
// notices when that changes.

export class Curve {
  // selector: of the element that holds the chart
  constructor(selector) {
    this.selector = selector;
    this.step = null;
    this.words = "";
    this.head = document.createElement("div");
    this.head.className = "playhead";
    this.head.hidden = true;
    this.observer = new MutationObserver(() => this.find());
    this.observer.observe(document.body, { childList: true, subtree: true });
    this.find();
  }

  find() {
    const plot = document.querySelector(`${this.selector} .js-plotly-plot`);
    if (plot && this.head.parentNode !== plot) plot.append(this.head);
    if (!plot?._ev || plot._ev === this.emitter) return;
    this.plot = plot;
    this.name(this.words);
    this.emitter = plot._ev; // a chart made anew in the same place has another one
    for (const event of ["plotly_afterplot", "plotly_relayout"]) {
      plot.on(event, () => this.drawn());
    }
    this.drawn();
  }

  // Say what the chart shows to those who do not see it.
  name(words) {
    this.words = words;
    this.plot?.setAttribute("role", "img");
    this.plot?.setAttribute("aria-label", words);
  }

  drawn() {
    this.fill();
    this.placeHead();
  }

  // curve: {steps, losses, validation: {steps, losses}, top}
  // rivals: {shapes, annotations} of Plotly's layout
  // steps: in the whole run
  show({ curve, rivals, steps }) {
    const told = JSON.stringify([curve, rivals, steps]);
    if (told === this.told) return;
    Object.assign(this, { told, curve, rivals, steps });
    this.fill();
  }

  fill() {
    const { plot, curve } = this;
    if (!curve || !this.axes || plot.data[0].x === curve.steps) return;
    const [practice, validation] = [curve, curve.validation];
    const put = (trace, { steps, losses }) => ({ ...trace, x: steps, y: losses });
    plot.data = [put(plot.data[0], practice), put(plot.data[1], validation), ...plot.data.slice(2)];
    const { xaxis, yaxis } = plot.layout;
    plot.layout = {
      ...plot.layout,
      ...this.rivals,
      xaxis: { ...xaxis, range: [0, Math.max(this.steps, 1)] },
      yaxis: { ...yaxis, range: [0, curve.top] },
    };
    plot.emit("plotly_restyle");
  }

  get axes() {
    const { xaxis, yaxis } = (this.plot?.isConnected && this.plot._fullLayout) || {};
    return xaxis?._length && yaxis?._length ? { xaxis, yaxis } : null;
  }

  // Mark a step; null for none.
  point(step) {
    this.step = step;
    this.placeHead();
  }

  placeHead() {
    this.head.hidden = !this.axes || this.step === null;
    if (this.head.hidden) return;
    const { xaxis, yaxis } = this.axes;
    this.head.style.left = `${xaxis._offset + xaxis.d2p(this.step)}px`;
    this.head.style.top = `${yaxis._offset}px`;
    this.head.style.height = `${yaxis._length}px`;
  }

  remove() {
    this.observer.disconnect();
    this.head.remove();
  }
}
