// Work in small pieces, spread over frames, so that what follows the finger stays smooth.

const FRAME_MS = 8; // of each frame's 16

export class InTurn {
  // Begin with these pieces, functions without arguments; what was left of others is dropped.
  start(pieces) {
    this.waiting = pieces;
    this.frame ??= requestAnimationFrame(() => this.follow());
  }

  follow() {
    this.frame = null;
    const until = performance.now() + FRAME_MS;
    while (this.waiting.length && performance.now() < until) this.waiting.shift()();
    if (this.waiting.length) this.frame = requestAnimationFrame(() => this.follow());
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
    this.waiting = [];
  }
}
