// Words and numbers as people read them.

// A text with its values in it: "step {step}".
export function filled(text, words) {
  return text.replace(/{(\w+)}/g, (_, name) => words[name]);
}

// A number as people who read `language` write it, with a real minus.
export function written(value, digits, language) {
  if (!Number.isFinite(value)) return "?";
  const shown = Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value; // nothing is "-0.00"
  const text = shown.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return text.replace("-", "−");
}

// A number of a code, with a real minus; nothing is "−0.0".
export function signed(value, digits) {
  return value.toFixed(digits).replace(/^-(?=0\.0+$)/, "").replace("-", "−");
}
