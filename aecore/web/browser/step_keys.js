// The keys that go on and back through a page, as clickers send them.

const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity };
const BUSY = "input, textarea, select, canvas, [role=slider], [role=radiogroup], [role=listbox]";

// Calls `step` with how far to go, while `wanted` and until the signal aborts; keys that something
// has use for stay its own.
export function listenForSteps(step, signal, wanted = () => true) {
  const heard = (event) => {
    if (!wanted()) return;
    const busy = event.composedPath()[0].matches?.(BUSY);
    const by = STEPS[event.key];
    if (!by || busy || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    step(by);
  };
  addEventListener("keydown", heard, { signal });
}
