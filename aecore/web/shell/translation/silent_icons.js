// Streamlit (1.65, the last for Python 3.10) has the names of its icons read aloud, "play_arrow
// Start"; later ones do not.

export class SilentIcons {
  constructor() {
    this.observer = new MutationObserver(() => this.silence());
    this.observer.observe(document.body, { childList: true, subtree: true });
    this.silence();
  }

  silence() {
    const spoken = document.querySelectorAll("[data-testid=stIconMaterial]:not([aria-hidden])");
    spoken.forEach((icon) => icon.setAttribute("aria-hidden", "true"));
  }
}
