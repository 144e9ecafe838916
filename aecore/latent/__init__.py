"""The space of codes: views of it, ways through it, and how good it is."""
