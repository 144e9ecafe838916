"""The Rebuild page as a visitor meets it: where things are, what shows, what can be done."""

import base64
import re
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Locator, Page, expect

from aecore.benchmarks.tools import app_server
from aecore.data import digits
from aecore.web.browser import assets
from tests.browser.picture_panel import PicturePanel
from tests.browser.tiles import colours_on, ink_on

LAST_DIGIT = 0.00011  # figures with four decimals that differ in the last one at most
PATIENCE_MS = 30_000  # nothing is timed here: a slow machine takes what it needs
# When nothing has run for a second.
SETTLED = """() => new Promise((resolve) => {
  const app = document.querySelector(".stApp");
  let timer;
  const look = () => {
    clearTimeout(timer);
    if (app.dataset.testScriptState === "notRunning") timer = setTimeout(resolve, 1000);
  };
  new MutationObserver(look).observe(app, { attributes: true });
  look();
})"""

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 16; Pixel 10) Chrome/156.0.0.0 Mobile Safari/537.36",
}

# Points across the pad, from 0 to 1.
ONE = [(0.5, 0.2), (0.5, 0.8)]
SEVEN = [(0.3, 0.25), (0.7, 0.25), (0.45, 0.8)]
DASH = [(0.4, 0.55), (0.65, 0.55)]

_NUMBERS = {"spoiled": "noise", "rebuilt": "error"}
PAGE_ENDS = ".st-key-page_end summary, .st-key-rebuild_said p"  # the last of a page's words
_SNAPSHOT = "canvas => canvas.toDataURL()"
_UNTIL_CHANGED = """(canvas, [before, patience]) => new Promise((resolve, reject) => {
  const until = performance.now() + patience;
  const look = () => {
    if (canvas.toDataURL() !== before) resolve();
    else if (performance.now() > until) reject(new Error("the picture stayed as it was"));
    else requestAnimationFrame(look);
  };
  look();
})"""
_TRANSFER = """
  const transfer = new DataTransfer();
  for (const [name, text, zeros] of files) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([bytes, new Uint8Array(zeros)], name, { type: "image/png" }));
  }
  const always = { bubbles: true, composed: true, cancelable: true };
"""
_DRAG = f"""(element, [files, kinds, link]) => {{
  {_TRANSFER}
  if (link) transfer.setData("text/uri-list", link);
  for (const kind of kinds) {{
    element.dispatchEvent(new DragEvent(kind, {{ ...always, dataTransfer: transfer }}));
  }}
}}"""
_PASTE = f"""(element, files) => {{
  {_TRANSFER}
  if (!files.length) transfer.setData("text/plain", "7");
  element.dispatchEvent(new ClipboardEvent("paste", {{ ...always, clipboardData: transfer }}));
}}"""
_NEXT_FRAME = "() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))"


class RebuildPage:
    """One visitor's page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sent: list[object] = []  # what the page told the server
        page.on("websocket", lambda socket: socket.on("framesent", self._note_sent))
        self.pad = page.locator(".pad")
        self.chain = page.locator(".chain")
        self.hint = page.locator(".hint")
        self.map = page.locator(".code .map")
        self.bars = page.locator(".code .bars li")
        self.numbers = page.locator(".code .numbers")
        self.real = page.get_by_role("button", name="A real digit")
        # in its popover there is a button "Take photo"
        self.photo = page.get_by_test_id("stPopoverButton").filter(has_text="Photo")
        self.progress = page.locator(".progress")
        self.undo = page.get_by_role("button", name="Undo")
        self.clear = page.get_by_role("button", name="Clear")
        self.strength = page.get_by_role("slider", name="Noise")
        self.gallery = page.get_by_role("group", name="Real digits to choose from")
        self.uploader = page.locator("[data-testid=stFileUploader] input[type=file]")
        self.drop_target = page.get_by_text("Drop your picture anywhere")
        self.panel = PicturePanel(page)
        self.figures = page.get_by_text(re.compile(r"^Error.*Similarity"))  # Python's

    def _note_sent(self, frame: object) -> None:
        self.sent.append(frame)

    def wait_for_diagram(self) -> None:
        """Until the diagram shows, Python has said its sentence, and pictures can come."""
        expect(self.figures).to_be_attached()  # a presentation hides it
        arrived = "({ pad, intake, noises }) => pad && intake && noises.size"
        self.page.wait_for_function(f"window.aecore && ({arrived})(window.aecore)")
        expect(self.uploader).to_be_attached()
        self.wait_for_frame()

    def wait_for_network(self, name: str) -> None:
        app_server.wait_for_network(self.page, name)
        expect(self.progress).to_be_hidden()

    def wait_for_digit(self, place: int) -> None:
        """Until Python has the example at `place`, as the address tells."""
        expect(self.page).to_have_url(re.compile(rf"[?&]digit={place}(&|$)"))

    # What shows

    def tile(self, name: str) -> Locator:
        """The picture of a station: `seen`, `spoiled`, `rebuilt` or `lost`."""
        return self.page.locator(f".{name} canvas")

    def ink(self, name: str) -> npt.NDArray[np.float64]:
        """The ink on a tile, (28, 28): 0 for the colour of paper, 1 for that of ink."""
        return ink_on(self.tile(name))

    def colours(self, name: str) -> npt.NDArray[np.float64]:
        """The colours of a tile, (28, 28, 3), 0 to 255."""
        return colours_on(self.tile(name))

    def errors(self) -> list[float]:
        """The errors (MSE) that Python says: before, where there is noise, and after."""
        said = self.figures.inner_text()
        return [float(number) for number in re.findall(r"\d\.\d{4}", said)]

    def live_error(self, name: str = "rebuilt") -> float:
        """The error (MSE) that the browser says under a tile: `rebuilt` or `spoiled`."""
        said = self.page.locator(f'.number[data-number="{_NUMBERS[name]}"]').inner_text()
        return float(said.removeprefix("error "))

    def snapshot(self, name: str) -> str:
        """A tile, or the `pad`, to compare with later."""
        canvas = self.pad if name == "pad" else self.tile(name)
        return str(canvas.evaluate(_SNAPSHOT))

    def wait_until_changed(self, name: str, before: str) -> None:
        canvas = self.pad if name == "pad" else self.tile(name)
        canvas.evaluate(_UNTIL_CHANGED, [before, PATIENCE_MS])

    def expect_digit(self, place: int) -> None:
        """Until the diagram shows a held-out digit, as well as a picture of it can be read."""
        meant = digits.embedded().images[place, ..., 0]
        until = time.monotonic() + PATIENCE_MS / 1000
        while np.mean((self.ink("seen") - meant) ** 2) >= 0.01:
            assert time.monotonic() < until
            self.wait_for_frame()

    def wait_for_python(self) -> None:
        """Until Python is done with the page, as far as its browser knows."""
        state = ("data-test-script-state", "notRunning")
        expect(self.page.locator(".stApp")).to_have_attribute(*state)

    def wait_until_kept(self, words: str) -> None:
        """Until the tab has kept something, in JSON; an answer shows a moment before."""
        found = "words => sessionStorage.getItem('aecore.visitor')?.includes(words)"
        self.page.wait_for_function(found, arg=words)

    def wait_for_the_sheet(self) -> None:
        """Until the page's style sheet is there: the box of languages stands in the head."""
        expect(self.page.locator(".st-key-language")).to_have_css("position", "fixed")

    def wait_for_frame(self) -> None:
        """Until what was done before is on the screen."""
        self.page.evaluate(_NEXT_FRAME)

    # What can be done

    def reach_by_tab(self, thing: Locator, *, most: int) -> None:
        """Go with the keyboard alone, from the top of the page, until something has it."""
        self.page.locator("body").focus()
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if thing.evaluate("thing => thing.getRootNode().activeElement === thing"):
                return
        raise AssertionError(f"{most} times Tab did not reach it")

    def draw(self, points: Sequence[tuple[float, float]]) -> None:
        """Draw one stroke with the mouse."""
        self.press(points)
        self.page.mouse.up()

    def press(self, points: Sequence[tuple[float, float]]) -> None:
        """Draw one stroke with the mouse, and hold the button at its end."""
        (x, y), *others = self.on_screen(points)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for x, y in others:
            self.page.mouse.move(x, y, steps=8)

    def on_screen(self, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Points across the pad as places on the screen."""
        self.pad.evaluate("pad => pad.scrollIntoView({ block: 'center' })")  # not under the head
        box = self.pad.bounding_box()
        assert box is not None
        return [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in points]

    def rest_after(self, points: Sequence[tuple[float, float]]) -> None:
        """Draw one stroke and wait for Python's figures on it."""
        figures = self.figures.inner_text()
        self.draw(points)
        expect(self.figures).not_to_have_text(figures)

    def choose(self, label: str, option: str) -> None:
        """Choose in a select box."""
        box = self.page.get_by_role("combobox", name=label)
        box.hover()  # comes into sight and rests there: scrolling closes the list of options
        self.wait_for_frame()
        box.click()
        self.page.get_by_role("option", name=option, exact=True).click()

    def pick(self, digit: int) -> None:
        """Pick a digit in the gallery."""
        if not self.gallery.is_visible():
            self.real.click()
        self.gallery.get_by_role("button", name=f"a {digit}").click()

    def upload(self, name: str, content: bytes) -> None:
        """Choose a file, whatever it is, as a PNG."""
        expect(self.uploader).to_have_count(1)  # the last one's may not have gone yet
        self.uploader.set_input_files({"name": name, "mimeType": "image/png", "buffer": content})

    def drag(self, *files: tuple[str, bytes], drop: bool = True, link: str = "") -> None:
        """Drag files, or a link, over the pad, and drop them there."""
        kinds = ["dragenter", "dragover", *(["drop"] if drop else [])]
        self.pad.evaluate(_DRAG, [_packed(files), kinds, link])

    def paste(self, *files: tuple[str, bytes], into: Locator | None = None) -> None:
        """Paste files, or a text where there are none; the browser's own part is not done."""
        (into or self.page.locator("body")).evaluate(_PASTE, _packed(files))

    def overflow(self) -> int:
        """How many pixels are to be scrolled sideways."""
        return int(
            self.page.evaluate(
                """() => Math.max(
                  ...[document.documentElement, document.querySelector(".stMain")]
                    .map((element) => element.scrollWidth - element.clientWidth))"""
            )
        )


def _packed(files: Sequence[tuple[str, bytes]]) -> list[tuple[str, str, int]]:
    """Each file's name, its bytes in base64, and how many zeros follow them."""
    return [
        (name, base64.b64encode(begun := content.rstrip(b"\0")).decode(), len(content) - len(begun))
        for name, content in files
    ]


def run(page: Page, script: str, arrays: npt.NDArray[np.float32], *arguments: object) -> Any:
    """Run a script in the page on numbers, as a Float32Array `numbers`; numbers come back.

    Args:
        page: Where.
        script: The body of an async function of `numbers`, `given` and `load`, which imports a
            module of `aecore/web`; it returns a list of Float32Arrays.
        arrays: Any shape; `numbers` is flat.
        arguments: What the script calls `given`.

    Returns:
        (number of arrays, length) float32.
    """
    text = page.evaluate(
        f"""async ([text, given, root]) => {{
          const load = (name) => import(new URL(root + name, location.origin));
          const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
          const numbers = new Float32Array(bytes.buffer);
          const lists = await (async () => {{ {script} }})();
          const flat = Float32Array.from(lists.flatMap((list) => [...list]));
          const codes = Array.from(new Uint8Array(flat.buffer), (b) => String.fromCharCode(b));
          return [lists.length, btoa(codes.join(""))];
        }}""",
        [
            base64.b64encode(np.ascontiguousarray(arrays, "<f4").tobytes()).decode(),
            arguments,
            assets.module_path(""),
        ],
    )
    return np.frombuffer(base64.b64decode(text[1]), "<f4").reshape(text[0], -1 if text[0] else 0)
