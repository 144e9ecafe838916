// "How the network sees your picture": the steps, a box for every digit, and help by hand. What
// the visitor corrects goes to Python, which reads the picture again; until it answers, the last
// steps stay.

import { PIXELS } from "../../browser/noise.js";
import { bytesFromBase64, inkFromBytes, mount, page } from "../../browser/registry.js";
import { keptPhoto } from "../../browser/storage.js";
import { Questions } from "./request_queue.js";
import { paintImage } from "../../browser/tiles.js";
import { placeBox, within } from "./boxes.js";
import { CropArea } from "./crop_area.js";
import { Together } from "./digit_grid.js";

const ROOMY_PX = 900; // from this width on the tools need no unfolding
const MOST_NUMBERS = 12; // beyond, numbers would hide the digits
const AUTOMATIC = { turns: null, light: null, threshold: null, crop: [0, 0, 1, 1], bolder: 0 };

class PicturePanel {
  constructor({ parentElement }) {
    this.root = parentElement;
    this.wanted = AUTOMATIC; // what the visitor asked for, perhaps not yet answered
    this.panel = this.find(".panel");
    this.slider = this.find(".threshold input");
    this.area = new CropArea(this.find(".area"), {
      toggled: () => this.showCount(),
      done: (crop) => this.ask({ crop }),
    });
    this.questions = new Questions({
      send: () => this.tell("adjusted", this.wanted),
      busy: (is) => this.panel.setAttribute("aria-busy", is),
    });
    this.together = new Together(this.find(".row"), (place) => this.choose(place));
    const actions = {
      left: () => this.turn(-1),
      right: () => this.turn(1),
      swap: () => this.ask({ light: !(this.wanted.light ?? this.picture.light_on_dark) }),
      crop: () => (this.area.isOpen ? this.area.close() : this.area.open(this.wanted.crop)),
      whole: () => this.ask({ crop: AUTOMATIC.crop }),
      thinner: () => this.ask({ bolder: this.wanted.bolder - 1 }),
      thicker: () => this.ask({ bolder: this.wanted.bolder + 1 }),
      automatic: () => this.ask({ threshold: null }),
      over: () => this.ask(AUTOMATIC),
      forget: () => this.tell("forgotten", {}),
    };
    for (const [name, act] of Object.entries(actions)) this.button(name).onclick = act;
    this.slider.oninput = () => this.ask({ threshold: Number(this.slider.value) });
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  step(name) {
    return this.find(`[data-step="${name}"]`);
  }

  button(name) {
    return this.find(`[data-action="${name}"]`);
  }

  update({ data, setTriggerValue }) {
    this.send = setTriggerValue;
    this.data = data;
    this.label();
    const before = { notice: this.find(".notice").textContent, picture: this.picture };
    this.picture = data.picture;
    this.say(".notice", data.notice);
    this.panel.hidden = !data.picture;
    if (data.picture) this.showPicture(before.picture);
    const said = data.notice && data.notice !== before.notice;
    const news = said ? data.notice : data.picture?.id;
    if (news && news !== page.pictureNews && said) scrollTo(this.find(".notice"), "nearest");
    else if (news && news !== page.pictureNews) this.comeIntoView();
    page.pictureNews = news; // a page that opens again later stays at its top
  }

  label() {
    const { text } = this.data;
    for (const element of this.root.querySelectorAll("[data-text]")) {
      element.textContent = text[element.dataset.text];
    }
    for (const element of this.root.querySelectorAll("[data-label]")) {
      element.setAttribute("aria-label", text[element.dataset.label]);
    }
    for (const element of this.root.querySelectorAll("[data-alt]")) {
      element.alt = text[element.dataset.alt];
    }
  }

  // On a wide screen the photo fits below the diagram; elsewhere it begins at the top.
  comeIntoView() {
    if (this.isRoomy) scrollTo(this.find(".photo"), "end");
    else scrollTo(this.panel, "start");
  }

  get isRoomy() {
    return this.root.host.clientWidth >= ROOMY_PX;
  }

  showPicture(before) {
    const { id, edition, digits, images } = this.picture;
    const another = before?.id !== id;
    if (another || before.edition !== edition) {
      this.showSteps();
      this.images = digits.map((_, i) =>
        inkFromBytes(bytesFromBase64(images).subarray(i * PIXELS, (i + 1) * PIXELS)),
      );
      this.chosen = this.picture.chosen;
      this.showBoxes();
      if (another) this.questions.forget();
      this.answered();
    }
    if (another) this.unfold();
    this.chosen = this.picture.chosen;
    this.showChoice();
  }

  unfold() {
    this.panel.open = true;
    this.area.close();
    this.find(".help").open = this.isRoomy || this.picture.refusal !== "";
    if (this.picture.crowded) this.area.open(AUTOMATIC.crop);
  }

  showSteps() {
    const { id, photo, evened, ink, crop, edition, refusal, upright, adjustments } = this.picture;
    keptPhoto.write(id, photo.url);
    this.place(this.find(".photo"), photo);
    this.find(".photo img").dataset.edition = edition; // where tests look
    this.place(this.step("evened"), evened);
    this.place(this.step("ink"), ink);
    placeBox(this.find(".part"), crop);
    this.say(".refusal", refusal);
    this.say(".turned", upright && adjustments.turns === upright ? this.words("turned") : "");
    if (refusal) this.find(".help").open = true;
  }

  // A picture in its frame; few pixels stay sharp squares.
  place(step, { url, width, height }) {
    const frame = step.querySelector(".frame");
    frame.style.setProperty("--ratio", width / height);
    const image = frame.querySelector("img");
    image.src = url;
    image.classList.toggle("few", Math.max(width, height) < 140);
  }

  showBoxes() {
    const { digits } = this.picture;
    const names = digits.map((_, i) => this.words("digit", { i: i + 1, n: digits.length }));
    const numbered = digits.length > 1 && digits.length <= MOST_NUMBERS;
    this.boxes = digits.map(({ box }, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", names[place]);
      button.onclick = () => this.choose(place);
      if (numbered) button.dataset.number = place + 1;
      placeBox(button, box);
      return button;
    });
    this.find(".boxes").replaceChildren(...this.boxes);
    this.find(".together").hidden = digits.length < 2;
    this.together.show(digits.length < 2 ? [] : this.images, names);
  }

  // Which digit is in use, and what it went through.
  showChoice() {
    const { digits, in_use, crop } = this.picture;
    const used = in_use ? this.chosen : -1;
    this.boxes.forEach((box, place) => box.setAttribute("aria-pressed", place === used));
    this.together.mark(used);
    const digit = digits[this.chosen];
    for (const part of this.root.querySelectorAll(".strip :is(.box, [data-step=cut] img, canvas)")) {
      part.style.visibility = digit ? "visible" : "hidden";
    }
    if (digit) {
      for (const box of this.root.querySelectorAll(".strip .box")) {
        placeBox(box, within(digit.box, crop));
      }
      this.place(this.step("cut"), digit.cut);
      paintImage(this.find(".strip canvas"), this.images[this.chosen]);
    }
    this.say(".doubt", digit?.doubt);
    this.showCount();
  }

  showCount() {
    this.button("crop").setAttribute("aria-pressed", this.area.isOpen);
    this.find(".count").textContent = this.count(this.picture);
  }

  count({ digits, in_use }) {
    if (this.area.isOpen) return this.words("drag");
    if (digits.length === 0) return ""; // the refusal says it
    if (!in_use) return this.words("unused");
    return this.words(digits.length === 1 ? "one" : "many", { n: digits.length });
  }

  words(name, values = {}) {
    return this.data.text[name].replace(/\{(\w)\}/g, (_, key) => values[key]);
  }

  say(selector, text) {
    const element = this.find(selector);
    if (element.textContent !== text) element.textContent = text ?? "";
    element.hidden = !text;
  }

  choose(place) {
    this.tell("chosen", { place, edition: this.picture.edition });
    this.chosen = place;
    this.picture = { ...this.picture, in_use: true };
    this.showChoice();
  }

  // The part that was cut out turns with the picture.
  turn(quarters) {
    const [top, left, bottom, right] = this.wanted.crop;
    const crop = quarters > 0 ? [left, 1 - bottom, right, 1 - top] : [1 - right, top, 1 - left, bottom];
    this.ask({ turns: ((this.wanted.turns ?? this.picture.upright) + quarters + 4) % 4, crop });
  }

  ask(change) {
    this.area.close();
    this.wanted = { ...this.wanted, ...change };
    this.showTools();
    this.questions.ask();
  }

  answered() {
    if (!this.questions.answered()) return;
    this.wanted = this.picture.adjustments;
    this.showTools();
  }

  showTools() {
    const { crop, threshold, bolder } = this.wanted;
    const whole = crop.every((edge, i) => edge === AUTOMATIC.crop[i]);
    this.slider.value = threshold ?? this.picture.threshold;
    this.button("automatic").setAttribute("aria-pressed", threshold === null);
    this.button("whole").disabled = whole;
    const { turns, light } = this.wanted;
    const asCame = turns === null || turns === this.picture.upright;
    this.button("thinner").disabled = bolder <= -this.data.boldest;
    this.button("thicker").disabled = bolder >= this.data.boldest;
    const read = threshold === null && light === null && bolder === 0;
    this.button("over").disabled = whole && asCame && read;
  }

  tell(name, message) {
    this.send(name, { ...message, picture: this.picture.id });
  }

  remove() {
    this.questions.stop();
    this.area.remove();
    this.together.remove();
  }
}

function scrollTo(element, block) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block, behavior: still ? "auto" : "smooth" });
}

export default function (args) {
  return mount(args, (first) => new PicturePanel(first));
}
