// When work is done: one picture in the next frame, or small pieces, functions without arguments,
// spread out so that what follows the finger stays smooth.

const FRAME_MS = 8; // of each frame's 16
const SPARE_MS = 6; // that must be left of an idle moment for another piece
const LATEST_MS = 400; // a busy browser gets one piece after so long all the same

// A picture in the next frame, however often it is asked for.
export class NextFrame {
  // paint(now): in milliseconds
  constructor(paint) {
    this.paint = paint;
  }

  ask() {
    this.request ??= requestAnimationFrame((now) => {
      this.request = null;
      this.paint(now);
    });
  }

  cancel() {
    cancelAnimationFrame(this.request);
    this.request = null;
  }
}

// Pieces in every frame.
export class FrameScheduler {
  constructor() {
    this.frame = new NextFrame(() => this.work());
  }

  // Begin with these pieces; what was left of others is dropped.
  start(pieces) {
    this.waiting = pieces;
    this.frame.ask();
  }

  work() {
    const until = performance.now() + FRAME_MS;
    while (this.waiting.length && performance.now() < until) this.waiting.shift()();
    if (this.waiting.length) this.frame.ask();
  }

  stop() {
    this.frame.cancel();
    this.waiting = [];
  }
}

// Pieces while the browser has nothing else to do.
export class IdleScheduler {
  // Begin with these pieces; what was left of others is dropped. `done` is called after every moment
  // with some.
  start(pieces, done = () => {}) {
    this.stop();
    this.waiting = pieces;
    this.done = done;
    this.ask();
  }

  ask() {
    // Safari has no idle moments
    this.request = globalThis.requestIdleCallback
      ? requestIdleCallback((moment) => this.work(moment), { timeout: LATEST_MS })
      : setTimeout(() => this.work({ timeRemaining: () => 0 }), 16);
  }

  work(moment) {
    do this.waiting.shift()?.();
    while (this.waiting.length && moment.timeRemaining() > SPARE_MS);
    this.done();
    if (this.waiting.length) this.ask();
  }

  stop() {
    (globalThis.cancelIdleCallback ?? clearTimeout)(this.request);
    this.waiting = [];
  }
}
