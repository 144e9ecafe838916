"""A visitor's picture: decoded once, read again after every correction."""

import operator
import secrets
import threading
from dataclasses import replace

from aecore import pictures
from aecore.config import Images
from aecore.pictures import UNCHANGED, Adjustments, Box
from aecore.web.session import picture_steps

# The worst picture takes some hundred megabytes while it is read, so visitors take turns.
_turn = threading.Lock()


class OpenedPicture:
    """One picture of one visitor.

    Attributes:
        id: A new one for every picture, like `picture-3f0c59a1`.
        adjustments: What the visitor corrected, and how the picture was turned.
        upright: By how many quarters clockwise it turned itself when it was opened.
        is_crowded: Whether it shows too much, so that a part must be cut out.
        edition: Counts the readings, so that an answer to an earlier one is known as such.
        images: (n, 28, 28, 1), the digits found; n is 0 when there are none.
        chosen: The place of the digit to use.
        refusal: Why no digit was found, or silence.
        doubts: Of each digit, why it may be read wrongly, or silence.
        shown: What `steps.encode` made of the last reading.
    """

    def __init__(
        self, source: bytes, *, known_as: str = "", adjustments: Adjustments = UNCHANGED
    ) -> None:
        """Open and read a file.

        Args:
            source: Its bytes.
            known_as: The id that it had before, if it was here already.
            adjustments: What the visitor corrected before.

        Raises:
            PictureError: If it is no picture that can be opened.
        """
        self.id = known_as or f"picture-{secrets.token_hex(4)}"
        self.edition = 0
        self._picked = False  # whether the visitor chose, not the program
        with _turn:
            self._picture = pictures.open_picture(source)
        self._read(adjustments)
        self.upright = self.adjustments.quarter_turns

    @property
    def digit(self) -> Images | None:
        """The digit chosen, (1, 28, 28, 1), or None where none was found."""
        return self.images[self.chosen : self.chosen + 1] if len(self.images) else None

    @property
    def corrected(self) -> Adjustments:
        """What the visitor corrected, for the picture as it is shown: turned already."""
        turned_itself = self.adjustments.quarter_turns == self.upright
        return replace(self.adjustments, quarter_turns=None if turned_itself else 0)

    def adjust(self, adjustments: Adjustments) -> None:
        """Read the picture again; the digit that the visitor chose stays chosen if it can."""
        turns, before = self.adjustments.quarter_turns, self._box if self._picked else None
        self._read(adjustments)
        if before is not None and turns == self.adjustments.quarter_turns:
            self._choose_near(before)

    def choose(self, place: int) -> None:
        """Choose the digit to use.

        Raises:
            IndexError, TypeError: If `place` is not the place of one.
        """
        place = operator.index(place)
        if not 0 <= place < len(self.images):
            raise IndexError(f"Expected a place below {len(self.images)}. Received: {place}")
        self.chosen = place
        self._picked = True

    def _read(self, adjustments: Adjustments) -> None:
        with _turn:
            reading = pictures.read(self._picture, adjustments)
        self.adjustments = replace(adjustments, quarter_turns=reading.quarter_turns)
        self.is_crowded = reading.is_crowded
        self.edition += 1
        self.images = reading.images
        self.refusal = reading.refusal
        self.doubts = [digit.doubt for digit in reading.digits]
        self._boxes = [digit.box for digit in reading.digits]
        self.chosen = reading.main
        self.shown = picture_steps.encode(reading)

    @property
    def _box(self) -> Box | None:
        return self._boxes[self.chosen] if self._boxes else None

    def _choose_near(self, before: Box) -> None:
        """Choose the digit around the middle of where one was before."""
        y, x = (before.top + before.bottom) / 2, (before.left + before.right) / 2
        for place, box in enumerate(self._boxes):
            if box.top <= y <= box.bottom and box.left <= x <= box.right:
                self.chosen = place
                return
        self._picked = False
