"""Filters that cleaned pictures up long before networks did; none of them ever saw a digit.

Images are float32 (n, 28, 28, 1) in [0, 1]. Every filter has one setting, in a unit of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass

from aecore.config import Images
from aecore.experiments.smoothing import gaussian, median, nonlocal_means, total_variation
from aecore.i18n.language import mark


@dataclass(frozen=True)
class Filter:
    """One way to clean pictures up.

    Attributes:
        name: How tables call it.
        title: How the screen calls it, marked for the catalogues.
        about: What it does, in a sentence, marked too.
        unit: What its setting is, marked too; `{setting}` stands in it.
        settings: Those that are tried; the first leaves pictures as they are.
        digits: How many digits after the point its settings have.
        apply: Images (n, 28, 28, 1) and a setting to cleaned images.
    """

    name: str
    title: str
    about: str
    unit: str
    settings: tuple[float, ...]
    digits: int
    apply: Callable[[Images, float], Images]


FILTERS: dict[str, Filter] = {
    found.name: found
    for found in (
        Filter(
            "median",
            mark("Median"),
            mark("Every pixel becomes the middle one, by brightness, of a small square around it."),
            mark("square of {setting} × {setting} pixels"),
            (1, 3, 5, 7, 9, 11),
            0,
            median,
        ),
        Filter(
            "gaussian",
            mark("Gaussian blur"),
            mark("Every pixel is mixed with its neighbours: grain fades, and edges with it."),
            mark("{setting} pixels wide"),
            (0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.4, 1.7, 2.0, 2.5, 3.0, 4.0, 6.0),
            1,
            gaussian,
        ),
        Filter(
            "total-variation",
            mark("Total variation"),
            mark("Looks for the calmest picture, with flat areas and sharp edges, near this one."),
            mark("weight {setting}"),
            (0, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0),
            2,
            total_variation,
        ),
        Filter(
            "nonlocal-means",
            mark("Non-local means"),
            mark("Mixes every pixel with those whose surroundings look alike, near and far."),
            mark("strength {setting}"),
            (0, 0.04, 0.07, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1.0, 1.5, 2.0),
            2,
            nonlocal_means,
        ),
    )
}
"""Every filter by name."""
