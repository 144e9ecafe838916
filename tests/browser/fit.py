"""What does not fit on a page: what is cut, and what lies on something else."""

from tests.browser.rebuild_page import PATIENCE_MS, RebuildPage

_PAUSE_MS = 200

# Words and what is solid, with their place on the page, in components too. Charts are left out:
# Plotly sees to its own; so are what lies on the small map, Streamlit's lists of tags, which fade,
# and bars that stay while the page moves.
_MISFITS = """() => {
  const apart = `svg, .katex, style, script, .js-plotly-plot, [translate=no],
    .map canvas + canvas, [data-testid=stMultiSelect], .st-key-rebuild_tools, .st-key-presenter`;
  const small = "[type=radio], [type=range], [type=checkbox], [type=file]";
  const above = (element) => element.parentElement ?? element.getRootNode().host;
  const around = (element) => {
    const found = [];
    for (let at = element; at; at = above(at)) found.push(at);
    return found;
  };
  const unseen = (element) => {
    const { clip, clipPath, opacity } = getComputedStyle(element);
    return clip !== "auto" || clipPath !== "none" || opacity === "0";
  };
  const all = (root) => [...root.querySelectorAll("*")].flatMap(
    (element) => [element, ...(element.shadowRoot ? all(element.shadowRoot) : [])]);
  const speaks = (element) =>
    [...element.childNodes].some((node) => node instanceof Text && node.data.trim());
  const solid = (element) => element.matches(`canvas, img, button, input:not(${small})`);
  const boxes = (element) => {
    if (solid(element)) return [element.getBoundingClientRect()];
    const range = document.createRange();
    range.selectNodeContents(element);
    return [...range.getClientRects()];
  };
  const parts = all(document.querySelector(".stMainBlockContainer"))
    .filter((element) => speaks(element) || solid(element))
    .filter((element) => !around(element).some((one) => one.matches(apart)))
    .filter((element) => element.checkVisibility() && !around(element).some(unseen));
  const name = (element) => {
    const words = element.textContent.trim() || element.value || element.ariaLabel;
    return `${element.tagName} ${words ?? ""}`.slice(0, 60);
  };
  const tight = (element) => element.scrollWidth > element.clientWidth + 1;
  const clips = (element) => getComputedStyle(element).overflowX !== "visible";
  const cut = (element) => {
    const [own, frame] = [element, element.closest("details")]
      .map((one) => one?.getBoundingClientRect());
    if (frame && (own.right > frame.right + 1 || own.left < frame.left - 1)) return true;
    if (element.matches("input") || (speaks(element) && clips(element))) return tight(element);
    return element.closest(".stMarkdownEllipsis") !== null && tight(element.parentElement);
  };
  const found = parts.filter(cut).map(name);
  const places = parts.flatMap((element) => boxes(element).map((box) => [box, element]))
    .filter(([box]) => box.width > 2 && box.height > 2)
    .sort(([one], [other]) => one.top - other.top);
  places.forEach(([box, element], at) => {
    for (const [below, other] of places.slice(at + 1)) {
      if (below.top >= box.bottom) break;
      const across = Math.min(box.right, below.right) - Math.max(box.left, below.left);
      const down = Math.min(box.bottom, below.bottom) - below.top;
      const nested = around(element).includes(other) || around(other).includes(element);
      if (across > 2 && down > 4 && !nested) found.push(`${name(element)} / ${name(other)}`);
    }
  });
  return found;
}"""


def expect_all_fits(tab: RebuildPage) -> None:
    """Soon nothing is wider than the window, nothing is cut, and nothing lies on anything else.

    What is cut: words that their field or button is too small for, what sticks out of its
    expander. What may not lie on each other: words, pictures, buttons and fields.
    """
    found: list[str] = []
    for _look in range(PATIENCE_MS // _PAUSE_MS):  # expanders glide open, charts follow a window
        found = tab.page.evaluate(_MISFITS)
        if tab.overflow() <= 0 and not found:
            return
        tab.page.wait_for_timeout(_PAUSE_MS)
    raise AssertionError(f"{tab.page.url} at {tab.page.viewport_size}: {found or 'too wide'}")
