// Tells Python when this place comes into view, or close to it; shows a shape that waits.

export default function ({ parentElement, setTriggerValue }) {
  const watcher = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      setTriggerValue("reached", true);
    },
    { rootMargin: "300px" },
  );
  watcher.observe(parentElement.querySelector(".waiting") ?? parentElement);
  return () => watcher.disconnect();
}
