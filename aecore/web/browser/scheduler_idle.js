// Work in small pieces while the browser has nothing else to do.

const SPARE_MS = 6; // that must be left of an idle moment for another piece
const LATEST_MS = 400; // a busy browser gets one piece after so long all the same

export class WhenIdle {
  // Begin with these pieces, functions without arguments; what was left of others is dropped.
  // `done` is called after every moment with some.
  start(pieces, done) {
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
