// Why there is no camera, in one sentence, and another way to take a picture: the system's own
// camera, which a page on a phone may always call, or a file.

import { mount, page } from "../../browser/registry.js";

// What browsers call the reason; intake.js has two of its own.
const REASONS = {
  insecure: "insecure",
  scrambled: "scrambled",
  NotAllowedError: window === window.top ? "denied" : "framed",
  NotFoundError: "missing",
  NotReadableError: "busy",
};

class Camera {
  constructor({ parentElement }) {
    this.instead = parentElement.querySelector(".instead");
    this.button = parentElement.querySelector("button");
    this.file = parentElement.querySelector("input");
    this.button.onclick = () => this.file.click();
    this.file.onchange = () => page.intake.hand(this.file.files);
    this.listeners = new AbortController();
    page.events.addEventListener("camera", () => this.show(), { signal: this.listeners.signal });
  }

  update({ data }) {
    this.text = data.text;
    this.button.textContent = this.text.instead;
    this.show();
  }

  // Streamlit's camera hides meanwhile, by a style of `aecore.web.camera`.
  show() {
    const { camera } = page;
    this.instead.hidden = !camera;
    document.documentElement.toggleAttribute("data-no-camera", Boolean(camera));
    this.instead.querySelector("p").textContent = camera ? this.text[REASONS[camera] ?? "other"] : "";
  }

  remove() {
    this.listeners.abort();
    document.documentElement.removeAttribute("data-no-camera");
  }
}

export default function (args) {
  return mount(args, (first) => new Camera(first));
}
