// A film with a button that plays and pauses it, and a slider for its position.

const LONGEST_FRAME_MS = 100; // a film in a hidden tab, or out of sight, waits

export class Playback {
  // root: holds the button and the slider. film: {toggled(playing): somebody plays or pauses it;
  // jump(position): somebody moved the slider; advance(ms): time passed, -> whether it goes on;
  // schedule(): paint soon}
  constructor(root, film) {
    this.film = film;
    this.playing = false;
    this.button = root.querySelector(".play");
    this.slider = root.querySelector("input");
    this.button.onclick = () => this.toggle();
    this.slider.oninput = () => this.jump(Number(this.slider.value));
  }

  toggle() {
    this.playing = !this.playing;
    this.last = null;
    this.film.toggled(this.playing);
    this.label();
    this.film.schedule();
  }

  jump(position) {
    this.playing = false;
    this.film.jump(position);
    this.label();
    this.film.schedule();
  }

  // A frame of the screen, at a time in milliseconds.
  follow(now) {
    if (!this.playing) return;
    this.playing = this.film.advance(Math.min(LONGEST_FRAME_MS, now - (this.last ?? now)));
    this.last = now;
    if (this.playing) this.film.schedule();
    else this.label();
  }

  // words: {play, pause}
  label(words = this.words) {
    this.words = words;
    this.button.textContent = this.playing ? words.pause : words.play;
    this.button.dataset.playing = this.playing;
  }
}

// A film of frames, as many a second as `rate()` says. It ends with the last.
export class FrameFilm {
  // schedule(): paint soon
  constructor(rate, schedule) {
    Object.assign(this, { rate, schedule });
    this.position = this.end = 0;
  }

  toggled(playing) {
    if (playing && this.position >= this.end) this.position = 0;
  }

  jump(position) {
    this.position = position;
  }

  advance(ms) {
    this.position = Math.min(this.end, this.position + (ms / 1000) * this.rate());
    return this.position < this.end;
  }

  // words: what the slider says
  show(slider, words) {
    slider.value = Math.round(this.position);
    slider.style.setProperty("--share", `${(100 * this.position) / this.end}%`);
    slider.setAttribute("aria-valuetext", words);
  }
}
