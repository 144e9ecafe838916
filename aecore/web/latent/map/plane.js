// The plane that the map shows, as aecore.latent.View: points on it, and codes.

export class Plane {
  // origin: k numbers; axes: two rows of k numbers
  constructor({ origin, axes }) {
    this.origin = origin;
    this.axes = axes;
  }

  // A code -> the point [x, y] where it lies
  project(code) {
    return this.axes.map((axis) =>
      axis.reduce((sum, share, i) => sum + share * (code[i] - this.origin[i]), 0),
    );
  }

  // A point -> the code there, of all that lie there the one nearest to `through`
  lift(point, through) {
    const from = this.project(through);
    const moves = point.map((value, i) => value - from[i]);
    return Float32Array.from(through, (number, i) =>
      this.axes.reduce((sum, axis, d) => sum + moves[d] * axis[i], number),
    );
  }
}
