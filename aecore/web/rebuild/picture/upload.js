// Pictures dropped or pasted anywhere on the page go the way of a chosen file: into the hidden
// file input of Streamlit's own uploader, which sends them.
//
// Workaround: components cannot take files (Streamlit 1.67), so this reaches for that input and
// tells it of a change. No longer needed when `st.file_uploader` takes what is dropped on or
// pasted into the page; tests/browser/test_bringing.py fails when it no longer works.

import { mount, page } from "../../browser/registry.js";

const PICTURES = "image/*,.heic,.heif,.avif"; // what a file dialogue offers first
const SLIGHT = 8; // of 255: what harms no picture
const READABLE_MS = 8000; // how long a notice stays

class Intake {
  constructor({ parentElement }) {
    this.target = parentElement.querySelector(".target");
    this.notice = parentElement.querySelector(".notice");
    this.listeners = new AbortController();
    const listen = (type, handler) =>
      window.addEventListener(type, handler, { signal: this.listeners.signal, capture: true });
    listen("dragenter", (event) => this.over(event));
    listen("dragover", (event) => this.over(event));
    listen("dragleave", (event) => this.leave(event));
    listen("drop", (event) => this.drop(event));
    listen("paste", (event) => this.paste(event));
    listen("click", (event) => this.clicked(event));
    listen("change", (event) => this.weigh(event));
    this.watchCamera();
    page.intake = this; // where tests see that pictures can come
  }

  update({ data }) {
    const answered = this.data?.taken !== data.taken;
    this.data = data;
    if (answered && this.notice.dataset.name === "reading") this.notice.togglePopover(false);
    this.target.querySelector("[data-text]").textContent = data.text.drop;
  }

  // A link dropped on a page would replace the page, so links are ours too.
  brings(event) {
    return event.dataTransfer?.types.some((type) => type === "Files" || type === "text/uri-list");
  }

  over(event) {
    if (!this.brings(event)) return;
    this.take(event);
    event.dataTransfer.dropEffect = "copy";
    if (this.target.matches(":popover-open")) return;
    this.target.togglePopover(true);
    // no pointer moves during a drag: if one does, the drag ended elsewhere
    window.addEventListener("pointermove", () => this.target.togglePopover(false), { once: true });
  }

  leave({ clientX: x, clientY: y }) {
    const inside = x > 0 && y > 0 && x < innerWidth && y < innerHeight;
    if (!inside) this.target.togglePopover(false);
  }

  drop(event) {
    if (!this.brings(event)) return;
    this.take(event);
    this.target.togglePopover(false);
    const { files, items } = event.dataTransfer;
    if (items[0]?.webkitGetAsEntry?.()?.isDirectory) this.say("folder");
    else if (files.length) this.hand(files);
    else this.say("link");
  }

  paste(event) {
    const field = event.composedPath()[0];
    if (field.isContentEditable || field.matches?.("input, textarea")) return;
    const { files } = event.clipboardData;
    if (files.length) this.hand(files);
    else this.say("nothing");
    event.preventDefault();
  }

  hand([file, ...others]) {
    const input = document.querySelector(this.data.input);
    if (!input) return this.say("no_way");
    const transfer = new DataTransfer();
    transfer.items.add(file);
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    if (others.length) this.say("several");
  }

  clicked({ target }) {
    if (!(target instanceof Element)) return;
    // the uploader opens the file dialogue by a click on its input
    if (target.matches(this.data.input)) target.accept = PICTURES;
    const camera = target.closest(this.data.camera);
    if (camera?.getAttribute("aria-expanded") !== "false") return; // not when it closes
    // it opens below its button, and a browser plays no video below the window's edge
    camera.scrollIntoView({ block: "start" });
    // nor below it by its growing: why there was none last time keeps no room for a picture
    if (page.camera !== "insecure") this.tellOfCamera(null);
  }

  // Streamlit's camera asks for permission whatever the reason is that it gets none (1.67), so the
  // reason is kept for `Camera`.
  watchCamera() {
    const { mediaDevices } = navigator;
    page.camera = mediaDevices ? null : "insecure";
    if (!mediaDevices) return;
    this.getUserMedia = mediaDevices.getUserMedia;
    mediaDevices.getUserMedia = async (wanted) => {
      try {
        if (!canvasIsTrue()) throw new DOMException("", "scrambled"); // a photo comes by a canvas
        const stream = await this.getUserMedia.call(mediaDevices, wanted);
        this.tellOfCamera(null);
        return stream;
      } catch (error) {
        this.tellOfCamera(error.name);
        throw error;
      }
    };
  }

  tellOfCamera(reason) {
    page.camera = reason;
    page.events.dispatchEvent(new Event("camera"));
  }

  // A file that is too large would leave a red mark and no words in the uploader.
  weigh(event) {
    const { target } = event;
    if (!(target instanceof Element && target.matches(this.data.input))) return;
    if (!(target.files[0]?.size > this.data.most_bytes)) return this.say("reading");
    this.take(event);
    target.value = "";
    this.say("large");
  }

  // Nobody else on the page gets this event.
  take(event) {
    event.preventDefault();
    event.stopPropagation();
  }

  say(name) {
    this.notice.textContent = this.data.text[name];
    this.notice.dataset.name = name;
    this.notice.togglePopover(true);
    clearTimeout(this.hiding);
    this.hiding = setTimeout(() => this.notice.togglePopover(false), READABLE_MS);
  }

  remove() {
    clearTimeout(this.hiding);
    this.listeners.abort();
    if (this.getUserMedia) navigator.mediaDevices.getUserMedia = this.getUserMedia;
  }
}

// Whether a canvas gives back what was put into it: browsers that guard against being recognised
// answer with noise, or with white.
function canvasIsTrue() {
  const context = document.createElement("canvas").getContext("2d");
  const put = context.createImageData(8, 8);
  put.data.forEach((_, i) => (put.data[i] = i % 4 === 3 ? 255 : (37 * i) % 256));
  context.putImageData(put, 0, 0);
  const { data } = context.getImageData(0, 0, 8, 8);
  return put.data.every((value, i) => Math.abs(value - data[i]) <= SLIGHT);
}

export default function (args) {
  return mount(args, (first) => new Intake(first));
}
