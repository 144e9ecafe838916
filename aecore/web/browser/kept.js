// What the tab keeps of its visitor, for a server that has forgotten them: `recall.py` writes it and
// reads it. What Python does not know yet is added here.

import { storage } from "./storage.js";

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
