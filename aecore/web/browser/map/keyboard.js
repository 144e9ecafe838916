// The map by keyboard: arrow keys move a cursor, with Shift further; Enter pins; Escape goes back.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP_PX = 8;
const LARGE_STEP_PX = 40;

export class Keys {
  // cursor() says where it is; moved([x, y]), pinned([x, y]), left(): in pixels of the window
  constructor(element, chart, { cursor, moved, pinned, left }) {
    Object.assign(this, { chart, cursor, moved, pinned, left });
    element.onkeydown = (event) => this.press(event);
  }

  press(event) {
    const arrow = ARROWS[event.key];
    if (!this.chart.axes || event.ctrlKey || event.altKey || event.metaKey) return;
    if (arrow) this.moved(this.step(arrow, event.shiftKey ? LARGE_STEP_PX : STEP_PX));
    else if (event.key === "Enter") this.pinned(this.cursor());
    else if (event.key === "Escape") this.left();
    else return;
    event.preventDefault();
  }

  // Never over the map's edge.
  step([dx, dy], pixels) {
    const { left, top, width, height } = this.chart.area();
    const [x, y] = this.cursor();
    const held = (value, low, length) => Math.max(low, Math.min(low + length, value));
    return [held(x + dx * pixels, left, width), held(y + dy * pixels, top, height)];
  }
}
