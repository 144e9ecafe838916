// One pointer that draws on an element, from the moment it comes down. A pen wins over fingers, since
// the hand that holds it lies on the glass; what turns out not to be drawing is taken back.

const PINCH_PX = 12; // a finger that has moved less when a second one comes was half of a pinch
const HAND_MS = 500; // a touch so soon after a pen was seen is the hand that holds it
const TIP = 0; // button: of a mouse the first, of a pen or a finger the touch itself
export const ERASER = 5; // the other end of a pen

export class Drag {
  // element: where it begins; begun(event), moved(events), ended(), takenBack()
  constructor(element, { begun, moved, ended, takenBack }) {
    Object.assign(this, { element, begun, moved, ended, takenBack });
    this.held = null; // the event with which the pointer that draws came down
    this.fingers = new Set(); // ids of those on the element
    this.penSeen = -Infinity; // ms
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    const listen = (type, handler) => element.addEventListener(type, handler, { signal });
    listen("pointerdown", (event) => this.down(event));
    listen("pointermove", (event) => this.move(event));
    listen("pointerup", (event) => this.leave(event, this.end));
    listen("pointercancel", (event) => this.leave(event, this.takeBack));
    listen("lostpointercapture", (event) => this.leave(event, this.end));
    // a menu that opens over a drag would swallow its end
    listen("contextmenu", (event) => this.held && event.preventDefault());
    window.addEventListener("blur", () => this.held && this.end(), { signal });
  }

  down(event) {
    if (event.button !== TIP && event.button !== ERASER) return;
    const draws = this.mayDraw(event);
    if (this.held?.pointerType === event.pointerType) {
      if (draws) this.end(); // where its pointer went, nobody saw
      else if (!this.far) this.takeBack();
    } else if (this.held && event.pointerType === "pen") this.takeBack();
    if (this.held || !draws) return;
    this.element.setPointerCapture(event.pointerId);
    this.held = event;
    this.far = false;
    this.begun(event);
  }

  // A finger only where it is alone.
  mayDraw(event) {
    this.look(event);
    const { pointerType, pointerId, isPrimary, timeStamp } = event;
    if (pointerType !== "touch") return true;
    if (isPrimary) this.fingers.clear(); // no other touches the screen, whatever we have seen
    this.fingers.add(pointerId);
    return this.fingers.size === 1 && timeStamp - this.penSeen > HAND_MS;
  }

  look({ pointerType, timeStamp }) {
    if (pointerType === "pen") this.penSeen = timeStamp;
  }

  move(event) {
    this.look(event);
    if (event.pointerId !== this.held?.pointerId) return;
    if (event.buttons === 0) return this.end(); // it was let go elsewhere
    const { clientX, clientY } = this.held;
    this.far ||= Math.hypot(event.clientX - clientX, event.clientY - clientY) > PINCH_PX;
    const events = event.getCoalescedEvents?.() ?? [];
    this.moved(events.length ? events : [event]);
  }

  leave(event, close) {
    this.look(event);
    this.fingers.delete(event.pointerId);
    if (event.pointerId === this.held?.pointerId) close.call(this);
  }

  end() {
    this.held = null;
    this.ended();
  }

  takeBack() {
    this.held = null;
    this.takenBack();
  }

  // Let the pointer go, whatever it does next.
  drop() {
    this.held = null;
  }

  remove() {
    this.listeners.abort();
  }
}
