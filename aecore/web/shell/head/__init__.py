"""The head of every page in the browser: history, words, translated pages."""
