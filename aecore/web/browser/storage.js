// What a tab remembers over a reload, where its browser lets it: storage is a help, never a need.

export const storage = {
  read(name) {
    try {
      return sessionStorage.getItem(name);
    } catch {
      return null; // site data are blocked
    }
  },

  write(name, text) {
    try {
      sessionStorage.setItem(name, text);
    } catch {
      // blocked, or full
    }
  },
};

// Cookies that end with the browser, for this site alone, where it takes any.
export const cookies = {
  write(name, value) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    try {
      document.cookie = `${name}=${value}; Path=/; SameSite=Strict${secure}`;
    } catch {
      // site data are blocked
    }
  },
};

// What the tab keeps of its visitor, for a server that has forgotten him: `recall.py` writes it and
// reads it. What Python does not know yet is added here.
export const kept = {
  name: "aecore.visitor",

  add(changes) {
    try {
      const before = JSON.parse(storage.read(this.name));
      storage.write(this.name, JSON.stringify({ ...before, ...changes }));
    } catch {
      // nothing that Python would read either
    }
  },
};
