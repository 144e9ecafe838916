// The map: whatever spot of the chart is pointed at, the network here in the browser decodes it in
// the same frame. Python gets no more than the spots that are pinned.

import { Keys } from "../../browser/map/keyboard.js";
import { bytesFromBase64, inkFromBytes, mount, page } from "../../browser/registry.js";
import { NextFrame } from "../../browser/scheduler.js";
import { kept } from "../../browser/storage.js";
import { paintImage } from "../../browser/tiles.js";
import { Backdrop } from "./atlas_layer.js";
import { Overlay } from "./overlay.js";
import { Plane } from "./plane.js";
import { Chart } from "./plotly_chart.js";
import { Pointer } from "./pointer.js";
import { NEAREST, Side } from "./preview.js";

const PIN_PX = 12; // a click this close to a pin is about the pin
const TELL_MS = 80;

class LatentMap {
  constructor({ parentElement }) {
    this.frame = new NextFrame(() => this.follow());
    this.side = new Side(parentElement, {
      spoiled: () => this.spoil(),
      rested: (level) => {
        kept.add({ level });
        this.send("level", level);
      },
    });
    this.overlay = new Overlay();
    this.backdrop = new Backdrop();
    this.told = 0;
    this.noise = null; // the last Noise that has arrived
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    for (const event of ["network", "points", "space", "atlas", "noise", "digits", "code"]) {
      page.events.addEventListener(event, () => this.arrived(event), { signal });
    }
    page.map = this; // where tests ask
  }

  update({ data, setStateValue, setTriggerValue }) {
    const before = this.data;
    this.data = data;
    this.send = setStateValue;
    this.tell = setTriggerValue;
    this.plane = new Plane(data.view);
    this.side.update(data);
    this.overlay.label(data.text);
    this.chart ??= new Chart(data.chart, {
      layers: [this.backdrop.element, this.overlay.element],
      drawn: () => this.refresh(),
      picked: (place) => this.pick(place),
    });
    this.sketch();
    this.pointer ??= new Pointer(this.chart, {
      moved: (at) => this.point(at, "map"),
      left: () => this.back(),
      aimed: (at, touched) => this.target(at, touched),
      clicked: (target) => this.pin(target),
    });
    this.keys ??= new Keys(this.overlay.element, this.chart, {
      cursor: () => this.cursor(),
      moved: (at) => this.point(at, "keys"),
      pinned: (at) => this.pin(this.target(at)),
      left: () => this.back(),
    });
    const same = before?.source.id === data.source.id && before.model.name === data.model.name;
    this.image = inkFromBytes(bytesFromBase64(data.source.image));
    this.overlay.paint("own", this.image);
    this.encodeOwn();
    if (!same || before.view.id !== data.view.id) this.back();
    this.refresh();
  }

  get network() {
    return page.networks.get(this.data.model.name);
  }

  arrived(event) {
    if (event === "network") {
      this.encodeOwn();
      if (this.origin === "own") this.back();
    }
    if (event === "noise") this.spoil();
    if (event === "points") this.sketch();
    if (event === "atlas") this.redraw = true;
    this.schedule();
  }

  // The points, unless Plotly draws them.
  sketch() {
    const { model, view, look, digits, text } = this.data;
    const colours = digits.coloured ? digits.colours : digits.colours.map(() => digits.untold);
    const points = page.points.get(`${model.name} ${view.id}`);
    this.chart.sketch.show(points, look, colours, text.flat);
  }

  // Where the visitor's digit lies, and its noisy version.
  encodeOwn() {
    this.own = this.network?.encode(this.image) ?? Float32Array.from(this.data.source.code);
    this.spoil();
  }

  spoil() {
    this.side.showStrength();
    const { level } = this.side;
    this.noisy = null;
    this.noise = page.noises.get(this.data.noise.id) ?? this.noise;
    if (level && this.network && this.noise) {
      const image = this.noise.apply(this.image, level);
      this.noisy = this.network.encode(image);
      this.overlay.paint("noisy", image);
    }
    this.refresh();
  }

  // Moving the code

  get origin() {
    return page.latent?.model === this.data.model.name ? page.latent.origin : "own";
  }

  back() {
    this.wanted = this.pointed = null;
    page.setCode(this.data.model.name, this.own, "own");
  }

  // Look at what lies under [x, y], pixels of the window: at once, so that the picture is there
  // when the next frame begins, and for what else comes before it, in that frame.
  point(at, origin) {
    if (this.pointed?.join() === at.join()) return;
    this.pointed = at;
    this.wanted = { at, origin };
    if (this.early) {
      this.schedule();
    } else {
      this.early = requestAnimationFrame(() => (this.early = null));
      this.follow();
    }
  }

  // In 3-D, where a spot is no place, that of the digit that is touched there; null for none.
  codeAt(at, touched = null) {
    if (this.data.view.flat) return this.plane.lift(this.chart.pointAt(at), this.own);
    return touched === null ? null : this.codeOf(touched);
  }

  codeOf(place) {
    return page.spaces.get(this.data.model.name)?.code(place) ?? null;
  }

  // The digit that the pointer touches in 3-D.
  pick(place) {
    if (this.data.view.flat) return;
    if (place === null) return this.back();
    const code = this.codeOf(place);
    if (code) page.setCode(this.data.model.name, code, "map");
  }

  // What [x, y], pixels of the window, is about: the code there, or null, and a pin, or nothing.
  target(at, touched) {
    const { left, top } = this.chart.area();
    const pin = this.data.pins.find(({ code }) => {
      const [x, y] = this.chart.pixelsOf(this.plane.project(code));
      return Math.hypot(left + x - at[0], top + y - at[1]) < PIN_PX;
    });
    return { code: this.codeAt(at, touched), pin };
  }

  pin({ code, pin }) {
    const { pins, most_pins, model, text } = this.data;
    if (pin) this.tell("unpinned", pin.id);
    else if (!code) return;
    else if (pins.length < most_pins) {
      this.tell("pinned", { model: model.name, code: [...code] });
    } else this.side.warn(text.full);
  }

  // Where the code looked at lies, in pixels of the window.
  cursor() {
    if (this.wanted) return this.wanted.at;
    const { left, top } = this.chart.area();
    const [x, y] = this.chart.pixelsOf(this.plane.project(this.shown().code));
    return [left + x, top + y];
  }

  // Showing it

  // Also what stays where it is while the pointer moves.
  refresh() {
    this.redraw = true;
    this.schedule();
  }

  schedule() {
    this.frame.ask();
  }

  follow() {
    if (this.wanted && this.chart.axes && this.data.view.flat) {
      const { at, origin } = this.wanted;
      page.setCode(this.data.model.name, this.codeAt(at), origin);
      this.wanted = null;
    }
    this.frame.cancel(); // what setCode asked for is done here
    this.side.busy = !this.network;
    const { code, origin } = this.shown();
    const image = this.decode(code, origin);
    if (image) {
      paintImage(this.side.preview, image);
      paintImage(this.overlay.lens, image);
    }
    this.drawOverlay(code, origin);
    this.tellSoon(origin);
  }

  // Words and neighbours follow the pointer a little more slowly than the picture does: nobody
  // reads faster, and a new layout in every frame would slow the picture down.
  tellSoon(origin) {
    const left = origin === "own" || origin === "keys" ? 0 : this.told + TELL_MS - performance.now();
    if (left > 0) {
      this.telling ??= setTimeout(() => this.tellNow(), left);
    } else this.tellNow();
  }

  tellNow() {
    clearTimeout(this.telling);
    this.telling = null;
    this.told = performance.now();
    const { code, origin } = this.shown();
    this.side.describe(code, this.plane.project(code), origin);
    const space = page.spaces.get(this.data.model.name);
    if (!space || !page.digits) return;
    const places = space.nearest(code, NEAREST);
    const labels = places.map((place) => space.labels[place]);
    this.side.showNearest(places, labels);
    if (origin === "keys") this.side.announce(labels);
  }

  shown() {
    return this.origin === "own" ? { code: this.own, origin: "own" } : page.latent;
  }

  // Until the weights are here, what Python made of the visitor's digit stands there.
  decode(code, origin) {
    if (this.network) return this.network.decode(code);
    const { rebuilt } = this.data.source;
    return origin === "own" ? inkFromBytes(bytesFromBase64(rebuilt)) : null;
  }

  drawOverlay(code, origin) {
    const { axes, scene } = this.chart;
    this.overlay.element.hidden = !axes && !scene;
    this.backdrop.element.hidden = this.overlay.element.inert = !axes;
    if (!axes && !scene) return;
    const at = (one) => one && this.chart.pixelsOf(this.plane.project(one));
    if (this.redraw) {
      const place = this.chart.place();
      this.overlay.cover(place);
      if (axes) this.showBackdrop(place);
      if (axes && this.chart.sketched) this.chart.sketch.draw(axes);
      this.chart.refocus();
      this.overlay.place({
        own: at(this.own),
        noisy: at(this.noisy),
        pins: this.data.pins.map((pin) => at(pin.code)),
      });
      this.redraw = false;
    }
    this.overlay.point(origin === "own" ? null : at(code), origin === "map" || origin === "keys");
  }

  showBackdrop(place) {
    const { model, view, front } = this.data;
    const atlas = page.atlases.get(`${model.name} ${view.id}`);
    const { network, plane } = this;
    this.backdrop.show(atlas, front, place, {
      pixelsOf: (point) => this.chart.pixelsOf(point),
      decode: network && ((point) => network.decode(plane.lift(point, atlas.middle))),
    });
  }

  remove() {
    clearTimeout(this.telling);
    this.frame.cancel();
    cancelAnimationFrame(this.early);
    this.listeners.abort();
    this.pointer.remove();
    this.backdrop.remove();
    this.chart.remove();
  }
}

export default function (args) {
  return mount(args, (first) => new LatentMap(first));
}
