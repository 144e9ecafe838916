// Tells browsers, and those who have the page read to them, in which language it is.

export default function ({ data }) {
  document.documentElement.lang = JSON.parse(data.json).language;
}
