// Python's first run for this page load: the font of icons, as large as half of Streamlit's scripts,
// waits until it is over. Icons that stand on the page wait by `icons.css`.

const OVER = '.stApp[data-test-script-state="notRunning"]';

export function awaitFirstRun() {
  const begun = new Promise((resolve) => {
    const watcher = new MutationObserver(() => {
      if (!document.querySelector(OVER)) return;
      watcher.disconnect();
      document.documentElement.classList.add("begun");
      resolve();
    });
    watcher.observe(document, { subtree: true, attributeFilter: ["data-test-script-state"] });
  });
  const { fonts } = document; // Streamlit (1.67) asks for that font before anything else
  fonts.load = (...what) => begun.then(() => FontFaceSet.prototype.load.apply(fonts, what));
}
