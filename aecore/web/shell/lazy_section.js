// Tells Python when this place comes into view, or close to it; shows a shape that waits.

const AGAIN_MS = 1500; // two places that come into view at once may silence each other: say it again

export default function ({ parentElement, setTriggerValue }) {
  let waiting = null;
  const watcher = new IntersectionObserver(
    (entries) => {
      if (waiting || !entries.some((entry) => entry.isIntersecting)) return;
      const tell = () => setTriggerValue("reached", true);
      waiting = setInterval(tell, AGAIN_MS);
      tell();
    },
    { rootMargin: "300px" },
  );
  watcher.observe(parentElement.querySelector(".waiting") ?? parentElement);
  return () => {
    watcher.disconnect();
    clearInterval(waiting);
  };
}
