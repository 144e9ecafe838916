// The keys that go on and back through a page, as clickers send them.

const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity };
const BUSY = "input, textarea, select, canvas, [role=slider], [role=radiogroup], [role=listbox]";

// Calls `step` with how far to go, until the signal aborts; it returns false where there is nothing
// that way. Keys that something has use for stay its own. Of two listeners the one at `document` is
// heard first, and one at `window` gets what that had no use for.
export function listenForSteps(step, signal, target = document) {
  const heard = (event) => {
    const busy = event.defaultPrevented || event.composedPath()[0].matches?.(BUSY);
    const by = STEPS[event.key];
    if (!by || busy || event.ctrlKey || event.metaKey || event.altKey) return;
    if (step(by) !== false) event.preventDefault();
  };
  target.addEventListener("keydown", heard, { signal });
}
