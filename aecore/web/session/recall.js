// Tells a session that does not know the visitor what the tab kept of them. Streamlit (1.67) does not
// run a page again when its server is back, which may have forgotten everything: this asks it to.

import { mount, page } from "../browser/registry.js";
import { kept, keptPhoto, storage } from "../browser/storage.js";

class Recall {
  constructor() {
    const app = document.querySelector(".stApp");
    const isAway = () => app.dataset.testConnectionState !== "CONNECTED";
    let away = isAway(); // this may begin after the line was cut
    this.watcher = new MutationObserver(() => {
      if (away && !isAway()) this.send("back", true);
      away = isAway();
    });
    this.watcher.observe(app, { attributeFilter: ["data-test-connection-state"] });
  }

  update({ data, setTriggerValue }) {
    this.send = setTriggerValue;
    if (data.ask) this.send("told", told());
  }

  remove() {
    this.watcher.disconnect();
  }
}

function told() {
  const text = storage.read(kept.name) ?? "";
  try {
    const { picture, ...others } = JSON.parse(text);
    if (!picture) return text;
    page.pictureNews = picture.id; // no news: the page stays where it is
    return JSON.stringify({ ...others, picture: { ...picture, photo: keptPhoto.read(picture.id) } });
  } catch {
    return text; // it makes no sense to Python either
  }
}

export default function (args) {
  return mount(args, () => new Recall());
}
