// A picture is numbers: a lens over the digit, and the numbers below it.

const LENS = 7; // pixels across
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

class Pixels extends StoryScene {
  constructor(args) {
    super(args, "pixels");
    this.corner = [8, 10];
    this.canvas = this.find("canvas");
    this.cells = Array.from({ length: LENS * LENS }, () => document.createElement("span"));
    this.find(".grid").replaceChildren(...this.cells);
    this.canvas.onpointermove = this.canvas.onpointerdown = (event) => this.point(event);
    this.canvas.onkeydown = (event) => this.key(event);
  }

  point({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect();
    const pixel = (place, from, side) => Math.floor((SIDE * (place - from)) / side);
    const middle = (LENS - 1) / 2;
    this.look(
      pixel(clientX, box.left, box.width) - middle,
      pixel(clientY, box.top, box.height) - middle,
    );
  }

  key(event) {
    const move = KEYS[event.key];
    if (!move) return;
    event.preventDefault();
    this.look(this.corner[0] + move[0], this.corner[1] + move[1]);
  }

  look(...corner) {
    this.corner = corner.map((at) => Math.min(SIDE - LENS, Math.max(0, at)));
    this.schedule();
  }

  follow() {
    const [x, y] = this.corner;
    paintImage(this.canvas, this.image);
    const lens = this.find(".lens");
    lens.style.setProperty("--x", x);
    lens.style.setProperty("--y", y);
    let inked = 0;
    this.cells.forEach((cell, i) => {
      const ink = this.image[(y + Math.floor(i / LENS)) * SIDE + x + (i % LENS)];
      inked += ink > 0.5;
      const share = Math.round(100 * ink);
      cell.textContent = ink === 0 ? "0" : this.number(ink, 2);
      cell.style.background = `color-mix(in srgb, ${COLOURS.ink} ${share}%, ${COLOURS.paper})`;
      cell.style.color = share > 41 ? "#000" : "#fff"; // a contrast of 4.5 on every shade
    });
    const { text } = this.data;
    const words = { column: this.number(x + 1, 0), row: this.number(y + 1, 0), inked };
    this.canvas.setAttribute("aria-label", text.pointing);
    this.find(".grid").role = "img"; // one that has a name
    this.find(".grid").setAttribute("aria-label", filled(text.lens, words));
  }
}

export default function (args) {
  return mount(args, (first) => new Pixels(first));
}
