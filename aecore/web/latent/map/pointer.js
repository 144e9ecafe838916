// What mouse, pen and fingers do on the chart. Plotly goes on zooming and panning with the mouse. A
// finger that moves up or down scrolls the page; one that moves sideways, or rested before, explores
// the map, and a tap shows and pins what is there. Two fingers zoom and pan.

const STILL_PX = 4; // a pointer that moved less between down and up has clicked
const STILL_FINGER_PX = 10; // fingers tremble
const HOLD_MS = 250; // a finger that rests for so long explores

const pixelsBetween = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
const TWICE_MS = 300; // a second click this soon makes it Plotly's double click

export class Pointer {
  // moved([x, y]), left(), aimed([x, y], touched): in pixels of the window; touched: in 3-D, the
  // digit that the pointer touches, or null. clicked(target): what `aimed` gave as it went down
  constructor(chart, { moved, left, aimed, clicked }) {
    Object.assign(this, { chart, moved, left, aimed, clicked });
    this.listeners = new AbortController();
    const listen = (event, action, options) =>
      document.addEventListener(event, action, {
        capture: true,
        signal: this.listeners.signal,
        ...options,
      });
    // The first comes before its frame, and only where the page is safe (https or this computer).
    for (const event of ["pointerrawupdate", "pointermove", "mousemove"]) {
      listen(event, (latest) => this.move(latest));
    }
    listen("pointerdown", (event) => this.down(event));
    listen("pointerup", (event) => this.up(event));
    const gone = ({ pointerType }) => pointerType === "touch" || this.leave();
    document.documentElement.addEventListener("pointerleave", gone, {
      signal: this.listeners.signal,
    });
    listen("contextmenu", (event) => this.held && event.preventDefault()); // after a long rest
    listen("wheel", (event) => this.wheel(event), { passive: false });
    for (const event of ["touchstart", "touchmove", "touchend", "touchcancel"]) {
      listen(event, (touched) => this.touch(touched), { passive: false });
    }
  }

  // Whether an event is about a spot of the map, not about Plotly's buttons or what lies over it.
  // While a button is held Plotly covers the whole page.
  concerns({ target, clientX, clientY }) {
    const on = this.chart.home?.contains(target) || target.classList?.contains("dragcover");
    return on && !target.closest(".modebar") && this.chart.covers([clientX, clientY]);
  }

  move(event) {
    if (event.pointerType === "touch") return;
    const on = this.concerns(event);
    // nobody else has use for it, and each listener would cost the frame a little
    if (on && !event.buttons) event.stopPropagation();
    if (event.type === "mousemove") return;
    if (!on) this.leave();
    else this.enter([event.clientX, event.clientY]);
  }

  enter(at) {
    this.inside = true;
    this.moved(at);
  }

  leave() {
    if (!this.inside) return;
    this.inside = false;
    this.left();
  }

  down(event) {
    clearTimeout(this.click);
    const on = this.concerns(event) || this.chart.turns(event.target);
    const counts = event.pointerType !== "touch" && event.button === 0 && on;
    this.press(counts ? [event.clientX, event.clientY] : null, this.chart.touched);
  }

  // The page may move before it is known that this is a click.
  press(at, touched = null) {
    this.pressed = at;
    this.target = at && this.aimed(at, touched);
  }

  up(event) {
    if (event.pointerType === "touch" || !this.pressed) return;
    this.release([event.clientX, event.clientY]);
  }

  release(at, still = STILL_PX) {
    const twice = performance.now() - this.released < TWICE_MS;
    const { pressed, target } = this;
    this.pressed = null;
    if (pixelsBetween(at, pressed) >= still) return;
    this.released = performance.now();
    if (!twice) this.click = setTimeout(() => this.clicked(target), TWICE_MS);
    return twice;
  }

  // A turned wheel scrolls the page; with Ctrl, as when fingers spread on a touchpad, Plotly zooms.
  wheel(event) {
    if (this.chart.axes && !event.ctrlKey && this.chart.home.contains(event.target)) {
      event.stopPropagation();
    }
  }

  touch(event) {
    const fingers = [...event.touches].map(({ clientX, clientY }) => [clientX, clientY]);
    if (event.type === "touchstart" && fingers.length === 1) this.lay(event, fingers[0]);
    if (!this.held) return;
    event.stopPropagation();
    if (fingers.length === 1) this.draw(event, fingers[0]);
    // neither scrolls the page nor acts as a mouse
    if (event.cancelable && (this.exploring || fingers.length !== 1)) event.preventDefault();
    if (fingers.length === 2) this.pinch(fingers);
    else this.spread = this.middle = null;
    if (fingers.length === 0) this.lift(event);
  }

  // The first finger came down.
  lay({ target, timeStamp }, at) {
    clearTimeout(this.click);
    const [clientX, clientY] = at;
    this.held = this.concerns({ target, clientX, clientY });
    this.exploring = this.resting = this.dragged = this.pinched = false;
    this.press(this.held ? at : null);
    this.since = timeStamp;
    if (this.held) this.rest = setTimeout(() => this.restAt(at), HOLD_MS);
  }

  restAt(at) {
    this.resting = true;
    this.enter(at);
  }

  // The only finger is there. When it moved counts, not when a busy browser tells of it.
  draw({ timeStamp }, at) {
    if (this.pinched) return;
    const [across, down] = at.map((place, i) => Math.abs(place - this.pressed[i]));
    this.dragged ||= Math.max(across, down) >= STILL_FINGER_PX;
    this.exploring ||= timeStamp - this.since >= HOLD_MS || (this.dragged && across > down);
    if (!this.exploring && !this.dragged) return;
    clearTimeout(this.rest); // it would lead back to where the finger came down
    if (this.exploring) this.enter(at);
    else this.letGo();
    if (!this.exploring && this.resting) this.leave();
  }

  // The finger is the page's, or nobody's.
  letGo() {
    clearTimeout(this.rest);
    this.held = false;
  }

  // After a tap, what is there stays in sight.
  lift({ type, changedTouches: [{ clientX, clientY }] }) {
    this.letGo();
    if (this.pinched) return;
    const at = [clientX, clientY];
    const tapped = type === "touchend" && !this.dragged;
    if (tapped) this.enter(at);
    else if (this.exploring || this.resting) this.leave();
    if (tapped && this.release(at, STILL_FINGER_PX)) this.chart.reset();
  }

  pinch([a, b]) {
    clearTimeout(this.rest);
    const spread = pixelsBetween(a, b);
    const middle = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    if (this.spread) {
      this.chart.zoom(spread / this.spread, this.middle);
      this.chart.pan([0, 1].map((i) => middle[i] - this.middle[i]), middle);
    }
    Object.assign(this, { spread, middle });
    this.pinched = true;
    this.leave();
  }

  remove() {
    clearTimeout(this.click);
    clearTimeout(this.rest);
    this.listeners.abort();
  }
}
