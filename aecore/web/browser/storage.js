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

  remove(name) {
    try {
      sessionStorage.removeItem(name);
    } catch {
      // blocked
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

// The picture that the visitor brought, as the panel shows it: too large to come and go with all else.
export const keptPhoto = {
  name: "aecore.photo",

  write(id, url) {
    storage.write(this.name, JSON.stringify({ id, url }));
  },

  read(id) {
    const photo = JSON.parse(storage.read(this.name));
    return photo?.id === id ? photo.url : null;
  },

  forget() {
    storage.remove(this.name);
  },
};
