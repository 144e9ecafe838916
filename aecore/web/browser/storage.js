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
