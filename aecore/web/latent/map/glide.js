// Moves an element to where the pointer is, by two animations that stand still at the right time.
// What they hold, the browser only shifts; a new `transform` makes it arrange all layers of the page
// anew in that frame (Chromium 156: 1 ms with Plotly's chart on the page, `benchmark browser`).

const REACH_PX = 10000; // to every side

export class Glide {
  // outer: holds nothing but inner
  constructor(outer, inner) {
    const still = (element, axis) => {
      const ends = [-REACH_PX, REACH_PX].map((end) => `translate${axis}(${end}px)`);
      const animation = element.animate({ transform: ends }, { duration: 2 * REACH_PX, fill: "both" });
      animation.pause();
      return animation;
    };
    this.animations = [still(outer, "X"), still(inner, "Y")];
  }

  // place: [x, y] in pixels from where the element is laid out
  to(place) {
    this.animations.forEach((animation, i) => (animation.currentTime = REACH_PX + place[i]));
  }
}
