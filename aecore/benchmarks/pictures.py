"""How well pictures of handwriting are understood: digits rendered as photographs, read again."""

import contextlib
import io
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

from aecore import pictures
from aecore.benchmarks.synthetic import augmentation, negatives, plain_pictures
from aecore.benchmarks.synthetic.paper import Paper, render
from aecore.benchmarks.tools.picture_scores import Seen, Task, look
from aecore.benchmarks.tools.processes import processes
from aecore.benchmarks.tools.reader import Reader, known_and_unseen
from aecore.config import IMAGE_SIDE, Images
from aecore.data.digits import Digits
from aecore.errors import InputError, PictureError
from aecore.models import metrics, zoo
from aecore.rendering.tiles import to_bytes

Row: TypeAlias = dict[str, Any]

_TOGETHER = 200  # pictures with all kinds of damage together
_EACH = 16  # pictures with one kind of damage
_PLAIN = 150  # plain pictures of each kind
_PAGES = 12  # pictures with several digits, of each kind
_MOST = 10  # digits on a page
_DRAWINGS = 50
_BLANK_PAGES = 16
_THINGS = 20  # pictures of things that are no digits, of each kind
_LARGE = 10  # pictures of 12 megapixels
_NOT_ONE = "not one"  # the kind of pictures without a digit
_METHODS = {
    "nearest": Image.Resampling.NEAREST,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}


def measure(data: Path | None) -> dict[str, Any]:
    """Render digits that no model was trained on as picture files, read them, and judge.

    The reader names the nearest of the embedded digits, pixel by pixel. Shares of digits read
    right are shares of what it gets right on the same digits' originals: at 1 nothing was lost.
    Error ratios are medians over digits of `denoise`'s MSE on the recovered digit, divided by its
    MSE on the original; digits that were not found count in the shares alone.

    Args:
        data: The full MNIST: its test digits are rendered, and the reader knows all 5,000 embedded
            digits. Without it the reader knows 4,000 of them, and of the others some are rendered.

    Returns:
        `read_share`, `found_share` and `error_ratio_median` of pictures with all kinds of damage
        together; `seconds_12mp_median`, from a JPEG's bytes to 28 × 28, and `times_decoding`, the
        same in times of decoding it alone; `slowest`, by name, and `slowest_times_12mp`, how many
        times the processor time of such a photograph the slowest of `negatives.slow_ones` takes;
        `clean_drawing_mse`, the worst row of `clean_drawings`; `refused_share` of pictures without
        digits, refused or doubted in words; then rows for each kind: `damages`, `pages` (several
        digits), `plain` (of `plain_pictures`), `clean_drawings` and `digitless`. In `damages`,
        `perfect` is what the reader gets on digits that are turned and tilted but seen perfectly.
    """
    known, unseen = known_and_unseen(data)
    detector = _Judge(known)
    singles, pages = list(_single_tasks(unseen)), list(_page_tasks(unseen))
    with processes() as pool:
        rows = detector.rows(singles, list(pool.map(look, singles, chunksize=4)))
        page_rows = detector.page_rows(pages, list(pool.map(look, pages)))
        plain_rows = _plain_rows(tuple(plain_pictures.KINDS), _PLAIN, unseen, detector, pool)
        drawings = _drawing_rows(unseen.images[:_DRAWINGS], pool)
        digitless_rows = _digitless_rows(pool, _BLANK_PAGES, _THINGS)
        large = list(pool.map(render, unseen.images[:_LARGE], map(_large_paper, range(_LARGE))))
    return {
        **{name: rows[0][name] for name in ("read_share", "found_share", "error_ratio_median")},
        **_times(large),
        **_slowest(large),
        "clean_drawing_mse": max(row["mse"] for row in drawings),
        "refused_share": _refused_share(digitless_rows),
        "digits": f"{len(known):,} {known.split} known, rendered ones from {unseen.split}",
        "damages": rows,
        "pages": page_rows,
        "plain": plain_rows,
        "clean_drawings": drawings,
        "digitless": digitless_rows,
    }


def measure_only(kind: str, data: Path | None, seeds: int = _PLAIN) -> dict[str, Any]:
    """Rows of plain pictures alone: of all kinds whose names begin with `kind`.

    Args:
        kind: The beginning of the names; of "not one", for `refused_share` and `digitless` alone.
        data: See `measure`.
        seeds: Pictures of each kind.

    Raises:
        InputError: If there is no such kind.
    """
    if kind and _NOT_ONE.startswith(kind):
        with processes() as pool:
            rows = _digitless_rows(pool, seeds, seeds)
        return {"refused_share": _refused_share(rows), "digitless": rows}
    kinds = tuple(name for name in plain_pictures.KINDS if name.startswith(kind))
    if not kinds:
        names = (*plain_pictures.KINDS, _NOT_ONE)
        raise InputError(f"Expected the beginning of one of {', '.join(names)}.")
    known, unseen = known_and_unseen(data)
    with processes() as pool:
        return {"plain": _plain_rows(kinds, seeds, unseen, _Judge(known), pool)}


class _Judge:
    """A nearest-neighbour reader and a network, which say how much of a digit was kept."""

    def __init__(self, known: Digits) -> None:
        self._reader = Reader(known)
        self._network = zoo.open_model("denoise")

    def rows(self, tasks: Sequence[Task], seen: Sequence[Seen]) -> list[Row]:
        """A row for each kind of damage, from tasks of one digit."""
        return [self._row(kind, *zip(*pairs, strict=True)) for kind, pairs in _by_kind(tasks, seen)]

    def page_rows(self, tasks: Sequence[Task], seen: Sequence[Seen]) -> list[Row]:
        """A row for each kind of page, from tasks of several digits."""
        return [
            self._page_row(kind, *zip(*pairs, strict=True)) for kind, pairs in _by_kind(tasks, seen)
        ]

    def _row(self, kind: str, tasks: Sequence[Task], seen: Sequence[Seen]) -> Row:
        found = np.concatenate([one.found for one in seen])
        recovered = np.concatenate([one.images for one in seen])
        originals = np.concatenate([task.images for task in tasks])
        ratios = self._errors(recovered[found]) / self._errors(originals[found])
        others = {
            name: self._read_share(tasks, np.concatenate([one.others[name] for one in seen]))
            for name in seen[0].others
        }
        return {
            "damage": kind,
            "pictures": len(tasks),
            "found_share": _share(found),
            "read_share": self._read_share(tasks, recovered),
            "error_ratio_median": round(float(np.median(ratios)), 3) if len(ratios) else None,
            **others,
        }

    def _page_row(self, kind: str, tasks: Sequence[Task], seen: Sequence[Seen]) -> Row:
        recovered = np.concatenate([one.images for one in seen])
        return {
            "page": kind,
            "pages": len(tasks),
            "digits": len(recovered),
            "found_share": _share(np.concatenate([one.found for one in seen])),
            "read_share": self._read_share(tasks, recovered),
            "right_count_share": _share([one.count == len(one.found) for one in seen]),
            "right_order_share": _share([one.ordered for one in seen]),
        }

    def _read_share(self, tasks: Sequence[Task], recovered: Images) -> float:
        """Digits read right, as a share of what is read right on their originals."""
        labels = np.concatenate([task.labels for task in tasks])
        originals = np.concatenate([task.images for task in tasks])
        found = recovered.any(axis=(1, 2, 3))
        right = (self._reader.read(recovered) == labels) & found
        expected = self._reader.read(originals) == labels
        return round(float(right.sum() / max(1, expected.sum())), 4)

    def _errors(self, images: Images) -> npt.NDArray[np.float32]:
        return metrics.mse(images, self._network.reconstruct(images))


def _single_tasks(unseen: Digits) -> Iterator[Task]:
    """Every picture shows another digit, as long as there are enough of them."""
    papers = [("everything", augmentation.everything(seed)) for seed in range(_TOGETHER)]
    for damage in augmentation.DAMAGES:
        papers += [(damage, augmentation.one(damage, seed)) for seed in range(_EACH)]
    for number, (kind, paper) in enumerate(papers):
        place = number % len(unseen)
        yield _task(kind, unseen[place : place + 1], paper)


def _page_tasks(unseen: Digits) -> Iterator[Task]:
    for kind, touching in (("apart", False), ("touching", True)):
        rng = np.random.default_rng(int(touching))
        for seed in range(_PAGES):
            count = int(rng.integers(2, _MOST + 1))
            members = unseen[rng.choice(len(unseen), count, replace=False)]
            yield _task(kind, members, augmentation.several(seed, count, touching=touching))


def _plain_rows(
    kinds: Sequence[str], seeds: int, unseen: Digits, judge: _Judge, pool: Executor
) -> list[Row]:
    rows = []
    for kind in kinds:
        drawn = [plain_pictures.draw(kind, seed, unseen) for seed in range(seeds)]
        tasks = [Task(kind, each.images, each.labels, each.photo) for each in drawn]
        seen = list(pool.map(look, tasks, chunksize=4))
        single = all(len(each.labels) == 1 for each in drawn)
        rows += judge.rows(tasks, seen) if single else judge.page_rows(tasks, seen)
    return rows


def _task(kind: str, members: Digits, paper: Paper) -> Task:
    return Task(kind, members.images, members.labels, paper)


def _by_kind(
    tasks: Sequence[Task], seen: Sequence[Seen]
) -> Iterator[tuple[str, Iterator[tuple[Task, Seen]]]]:
    return groupby(zip(tasks, seen, strict=True), key=lambda pair: pair[0].kind)


def _drawing_rows(images: Images, pool: Executor) -> list[Row]:
    """MNIST's digits as big clean drawings, by way of enlarging and by polarity."""
    rows = []
    for name, method in _METHODS.items():
        for light_on_dark in (True, False):
            draw = partial(_redrawn, method=method, light_on_dark=light_on_dark)
            back = np.concatenate(list(pool.map(draw, images, chunksize=20)))
            mse = float(metrics.mse(images, back).mean())
            polarity = "light on dark" if light_on_dark else "dark on light"
            rows.append({"enlarged": name, "polarity": polarity, "mse": round(mse, 5)})
    return rows


def _redrawn(image: Images, *, method: Image.Resampling, light_on_dark: bool) -> Images:
    """One digit, ten times as large, and what becomes of it; empty paper where it is not found."""
    side = 10 * IMAGE_SIDE
    drawing = Image.fromarray(to_bytes(image[..., 0]))
    pixels = np.asarray(drawing.resize((side, side), method))
    file = io.BytesIO()
    Image.fromarray(pixels if light_on_dark else 255 - pixels).save(file, "PNG")
    try:
        return pictures.digit_from_picture(file.getvalue())
    except PictureError:
        return np.zeros((1, IMAGE_SIDE, IMAGE_SIDE, 1), np.float32)


def _digitless_rows(pool: Executor, blank_pages: int, things: int) -> list[Row]:
    names, files = zip(*negatives.digitless(blank_pages, things), strict=True)
    refused = zip(names, pool.map(negatives.refused, files), strict=True)
    rows = []
    for name, answers in groupby(refused, key=lambda pair: pair[0]):
        given = [answer for _, answer in answers]
        rows.append({"kind": name, "pictures": len(given), "refused_share": _share(given)})
    return rows


def _refused_share(rows: Sequence[Row]) -> float:
    refused = sum(row["refused_share"] * row["pictures"] for row in rows)
    return round(float(refused / sum(row["pictures"] for row in rows)), 4)


def _large_paper(seed: int) -> Paper:
    return replace(augmentation.photograph(seed), width=4000, height=3000)


def _times(files: Sequence[bytes]) -> Row:
    reading, decoding = [], []
    for file in files:
        started = time.perf_counter()
        Image.open(io.BytesIO(file)).load()
        decoded = time.perf_counter()
        with contextlib.suppress(PictureError):
            pictures.digit_from_picture(file)
        reading.append(time.perf_counter() - decoded)
        decoding.append(decoded - started)
    seconds = statistics.median(reading)
    return {
        "seconds_12mp_median": round(seconds, 3),
        "times_decoding": round(seconds / statistics.median(decoding), 2),
    }


def _slowest(files: Sequence[bytes]) -> Row:
    """Processor time of the slowest picture without a digit, in times of a photograph of one."""
    usual = statistics.median(map(_processor_s, files))
    name, seconds = max(
        ((name, _processor_s(file)) for name, file in negatives.slow_ones()),
        key=lambda pair: pair[1],
    )
    return {"slowest": name, "slowest_times_12mp": round(seconds / usual, 2)}


def _processor_s(file: bytes) -> float:
    started = time.process_time()
    pictures.read(pictures.open_picture(file))
    return time.process_time() - started


def _share(claims: Sequence[float] | npt.NDArray[np.bool_]) -> float:
    return round(float(np.mean(claims)), 4)
