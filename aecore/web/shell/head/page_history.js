// One entry of the browser's history for each page.
//
// Workaround: Streamlit (1.65 to 1.67) makes an entry whenever it writes settings into the address,
// and Back would undo them one by one. No longer needed when it replaces the entry;
// tests/browser/test_navigation.py fails without this and passes then.

export class PageHistory {
  // left: what to do when the visitor goes to another page
  constructor(left) {
    history.pushState = (state, unused, url) => {
      const leaves = this.leaves(url);
      History.prototype[leaves ? "pushState" : "replaceState"].call(history, state, unused, url);
      if (leaves) left();
    };
  }

  leaves(url) {
    return new URL(url, location).pathname !== location.pathname;
  }
}
