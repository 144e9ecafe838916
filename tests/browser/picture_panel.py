"""The panel of a visitor's picture as the visitor meets it."""

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Locator, Page, expect

from tests.browser.tiles import ink_on


class PicturePanel:
    """The panel "How the network sees your picture" of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.itself = page.locator(".panel")
        self.boxes = self._group("Digits in the picture")
        self.row = self._group("All of them at once")
        self.area = self.itself.locator(".area")
        self.photo = self.step("photo")
        self.ink = self.step("ink")
        self.threshold = self.itself.get_by_role("slider", name="How strong ink must be")

    def _group(self, name: str) -> Locator:
        return self.itself.get_by_role("group", name=name).get_by_role("button")

    def step(self, name: str) -> Locator:
        """A step's picture: `photo`, `evened`, `ink` or `cut`."""
        return self.itself.locator(f"[data-alt={name}]")

    def button(self, name: str) -> Locator:
        return self.itself.get_by_role("button", name=name, exact=True)

    def wait_for(self, digits: int) -> None:
        """Until so many digits were found."""
        expect(self.boxes).to_have_count(digits)
        expect(self.itself).to_have_attribute("aria-busy", "false")

    def help(self, name: str) -> None:
        """Correct the picture with a button, and wait for the answer."""
        before = self.edition
        self.button(name).click()
        self.wait_for_edition_after(before)

    @property
    def edition(self) -> int:
        """Which reading of the picture is shown."""
        return int(str(self.photo.get_attribute("data-edition")))

    def wait_for_edition_after(self, before: int) -> None:
        expect(self.photo).not_to_have_attribute("data-edition", str(before))
        expect(self.itself).to_have_attribute("aria-busy", "false")

    def drag_across_photo(self, *shares: tuple[float, float]) -> None:
        """Drag the mouse across the photo, through points from 0 to 1."""
        self.area.scroll_into_view_if_needed()
        box = self.area.bounding_box()
        assert box is not None
        places = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in shares]
        self.page.mouse.move(*places[0])
        self.page.mouse.down()
        for x, y in places[1:]:
            self.page.mouse.move(x, y, steps=4)
        self.page.mouse.up()

    def inks(self, name: str) -> npt.NDArray[np.float64]:
        """The ink on the tiles of the row of all digits, (n, 28, 28): `given` or `rebuilt`."""
        row = self.itself.locator(f".row canvas.{name}")
        return np.array([ink_on(row.nth(i)) for i in range(row.count())])
