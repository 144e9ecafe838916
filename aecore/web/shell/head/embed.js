// `?embed=rebuild` and `?embed=map` show one part alone, for a frame in the page of a lesson. Python
// does not get to know: Streamlit (1.67) keeps `embed` to itself.

const PARTS = ["rebuild", "map"];

export function embed() {
  const part = new URLSearchParams(location.search).get("embed");
  if (PARTS.includes(part)) document.documentElement.dataset.embed = part;
}
