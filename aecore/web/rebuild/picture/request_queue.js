// One question to Python at a time: while one is under way, only the newest wish is kept.

const ANSWER_MS = 5000; // no answer after this long: go on rather than wait for ever

export class Questions {
  // send(): ask for what is wanted now; busy(is): whether a question is under way
  constructor({ send, busy }) {
    this.send = send;
    this.busy = busy;
    this.again = false; // whether the wish has changed since it was sent
  }

  ask() {
    if (this.waiting) this.again = true;
    else this.put();
  }

  put() {
    this.again = false;
    this.send();
    this.busy(true);
    this.waiting = setTimeout(() => this.answered(), ANSWER_MS);
  }

  // -> whether nothing is under way any more
  answered() {
    this.stop();
    if (this.again) this.put();
    else this.busy(false);
    return !this.waiting;
  }

  // What was wished for no longer matters.
  forget() {
    this.again = false;
  }

  stop() {
    clearTimeout(this.waiting);
    this.waiting = null;
  }
}
