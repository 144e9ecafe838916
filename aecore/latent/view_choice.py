"""How the map looks at the codes: along a plane or, in 3-D, from all sides."""

import re
from dataclasses import dataclass

from aecore.latent import space as latent_space
from aecore.latent.space import Space, View

_NUMBERS = re.compile(r"([1-9][0-9]?)-([1-9][0-9]?)")


@dataclass(frozen=True)
class ViewChoice:
    """What a visitor chose, for codes of more than two numbers.

    Attributes:
        kind: `pca`, `numbers` or `3d`.
        numbers: Which two numbers of the code, from 0; only for `numbers`.
    """

    kind: str = "pca"
    numbers: tuple[int, int] = (0, 1)

    @classmethod
    def parse(cls, text: str) -> "ViewChoice":
        """The choice that an address writes as `3d` or, counting from 1, as `2-5`."""
        if text == "3d":
            return cls("3d")
        found = _NUMBERS.fullmatch(text) if isinstance(text, str) else None
        if not found or found[1] == found[2]:
            return cls()
        return cls("numbers", (int(found[1]) - 1, int(found[2]) - 1))

    def __str__(self) -> str:
        if self.kind != "numbers":
            return self.kind
        return "-".join(str(number + 1) for number in self.numbers)

    def fits(self, code_size: int) -> bool:
        """Whether codes of this size can be looked at in this way."""
        return self.kind == "pca" or (code_size > 2 and max(self.numbers) < code_size)

    def view(self, space: Space) -> View:
        """The view of a space: the one a map opens with, where the choice does not fit it."""
        if self.kind == "pca" or not self.fits(space.code_size):
            return space.view
        if self.kind == "3d":
            return space.view_3d
        return latent_space.numbers_view(space.code_size, *self.numbers)
