// Tells browsers, and those who have the page read to them, in which language it is.

const streamlit = (page.streamlit ??= new StreamlitWords());

export default function ({ data }) {
  const { language, words, icons_speak } = JSON.parse(data.json);
  document.documentElement.lang = language;
  if (streamlit.language !== language) streamlit.speak(words);
  streamlit.language = language;
  if (icons_speak) page.icons ??= new SilentIcons();
}
