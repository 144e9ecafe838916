// The way through codes in straight lines, and how a film of it goes: positions count the stops,
// so that 1.5 is halfway from the second to the third. A closed way ends where it began.

const LINE_MS = 1800; // from one stop to the next
const REST_MS = 450; // at each stop

export class Journey {
  // codes: Float32Arrays of one length, two or more
  constructor(codes, closed) {
    this.codes = closed ? [...codes, codes[0]] : codes;
    this.closed = closed;
  }

  // How many lines there are; the last position.
  get length() {
    return this.codes.length - 1;
  }

  // The stops before and after a position, and how far it is from the one to the other, 0 to 1.
  around(position) {
    const before = Math.min(Math.floor(position), this.length - 1);
    return [before, before + 1, position - before];
  }

  at(position) {
    const [before, after, share] = this.around(position);
    return mix(this.codes[before], this.codes[after], share);
  }

  // Position -> when the film is there, in ms from its start, and back.
  time(position) {
    const [before, , share] = this.around(position);
    return before * (LINE_MS + REST_MS) + REST_MS / 2 + share * LINE_MS;
  }

  position(time) {
    const line = Math.min(Math.floor(time / (LINE_MS + REST_MS)), this.length - 1);
    const share = (time - line * (LINE_MS + REST_MS) - REST_MS / 2) / LINE_MS;
    return line + Math.min(1, Math.max(0, share));
  }

  // Where the film is after some more ms. A closed way goes round, another there and back.
  // heading: 1 onwards, -1 back; returns the new position's time and heading
  play(time, heading, passed) {
    const whole = this.length * (LINE_MS + REST_MS);
    const next = time + heading * passed;
    if (this.closed) return [((next % whole) + whole) % whole, heading];
    if (next > whole) return [Math.max(0, 2 * whole - next), -1];
    if (next < 0) return [Math.min(whole, -next), 1];
    return [next, heading];
  }
}

export function mix(a, b, share) {
  return a.map((value, i) => value + share * (b[i] - value));
}
