// Tells browsers, and those who have the page read to them, in which language it is.

import { page } from "../../browser/registry.js";
import { StreamlitWords } from "./streamlit_translation.js";

const streamlit = (page.streamlit ??= new StreamlitWords());

export default function ({ data }) {
  const { language, words } = JSON.parse(data.json);
  document.documentElement.lang = language;
  if (streamlit.language !== language) streamlit.speak(words);
  streamlit.language = language;
}
