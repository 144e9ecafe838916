// The drawing pad: pointer events become strokes; a picture may lie on it instead.

class Pad {
  // canvas: where to draw; changed(resting): called after every change, true when the pen is up
  constructor(canvas, changed) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.changed = changed;
    this.strokes = [];
    this.picture = null; // {values, width, height}: ink that lies on the pad until a pen touches it
    this.pen = null; // id of the pointer that is drawing
    this.listeners = new AbortController();
    const listen = (type, handler) =>
      canvas.addEventListener(type, handler, { signal: this.listeners.signal });
    listen("pointerdown", (event) => this.down(event));
    listen("pointermove", (event) => this.move(event));
    listen("pointerup", (event) => this.up(event));
    listen("pointercancel", (event) => this.up(event));
    this.resizing = new ResizeObserver(() => this.draw());
    this.resizing.observe(canvas);
  }

  get empty() {
    return this.strokes.length === 0 && this.picture === null;
  }

  show({ strokes = [], picture = null }) {
    this.strokes = strokes;
    this.picture = picture;
    this.draw();
    this.changed(false);
  }

  undo() {
    this.strokes = this.strokes.slice(0, -1);
    this.draw();
    this.changed(true);
  }

  clear() {
    this.strokes = [];
    this.picture = null;
    this.draw();
    this.changed(true);
  }

  down(event) {
    if (this.pen !== null || event.button !== 0) return;
    this.pen = event.pointerId;
    this.canvas.setPointerCapture(event.pointerId);
    this.picture = null;
    this.strokes = [...this.strokes, [this.point(event)]];
    this.draw();
    this.changed(false);
  }

  move(event) {
    if (event.pointerId !== this.pen) return;
    const events = event.getCoalescedEvents?.() ?? [];
    const points = (events.length ? events : [event]).map((each) => this.point(each));
    this.strokes.at(-1).push(...points);
    this.draw();
    this.changed(false);
  }

  up(event) {
    if (event.pointerId !== this.pen) return;
    this.pen = null;
    this.changed(true);
  }

  point(event) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    // three decimals are a quarter of a screen pixel, and keep what is sent to Python short
    return [(event.clientX - left) / width, (event.clientY - top) / height].map(
      (position) => Math.round(position * 1000) / 1000,
    );
  }

  draw() {
    const side = Math.round(this.canvas.clientWidth * devicePixelRatio);
    if (side === 0) return;
    if (this.canvas.width !== side) this.canvas.width = this.canvas.height = side;
    this.context.clearRect(0, 0, side, side);
    if (this.picture) this.drawPicture(side);
    this.context.strokeStyle = COLOURS.ink;
    paintStrokes(this.context, this.strokes, { x: 0, y: 0, zoom: side, width: (PEN_PX / SIDE) * side });
  }

  drawPicture(side) {
    const { values, width, height } = this.picture;
    const small = document.createElement("canvas");
    [small.width, small.height] = [width, height];
    const pixels = new ImageData(width, height);
    const ink = rgb(COLOURS.ink);
    values.forEach((value, i) => pixels.data.set([...ink, Math.round(255 * value)], 4 * i));
    small.getContext("2d").putImageData(pixels, 0, 0);
    this.context.imageSmoothingEnabled = false;
    const zoom = side / Math.max(width, height);
    const [w, h] = [width * zoom, height * zoom];
    this.context.drawImage(small, (side - w) / 2, (side - h) / 2, w, h);
  }

  remove() {
    this.listeners.abort();
    this.resizing.disconnect();
  }
}
