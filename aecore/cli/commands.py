"""The command line: `python -m aecore --help`.

Exit codes: 0 when it worked; 2 and one sentence when something given cannot be used; 3 when some
of several pictures could not be used and the others could; 130 when it was interrupted.
"""

import argparse
import json
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from aecore import benchmarks, pictures, terminal
from aecore.cli import latent, normalise, train
from aecore.cli.arguments import parser
from aecore.config import Images
from aecore.data import digits
from aecore.data.noise import NoiseConfig
from aecore.errors import InputError
from aecore.experiments import code_sizes, novelty
from aecore.latent import interpolation
from aecore.models import classifier, evaluation, metrics, zoo
from aecore.models import layers as network_layers
from aecore.models.assessment import Outcome
from aecore.models.reconstruction import Reconstruction, reconstruct


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = parser(__doc__).parse_args(arguments)
    # Pillow warns of damaged notes in pictures, which nobody here can do anything about
    warnings.filterwarnings("ignore", module=r"PIL\.")
    try:
        code = RUNS[options.command](options)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return code or 0


def _sweep(options: argparse.Namespace) -> int:
    with terminal.loading():  # Dask, which only this command needs
        from aecore.cli import sweep

    return sweep.sweep(options)


def _baseline(options: argparse.Namespace) -> None:
    _write(options.out, code_sizes.fit_baseline(options.data))
    print(f"{options.out}: {max(code_sizes.SIZES)} principal components")


def _record(options: argparse.Namespace) -> None:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with terminal.loading():  # TensorFlow, which this command needs and few others
        from aecore.experiments import record, recordings

    recorded = record.record(options.data, steps=options.steps, tell=print)
    _write(options.out, recordings.pack(recorded))
    for name, found in recorded.recordings.items():
        print(f"{name}: error {found.last:.4f}, always the average {found.average:.4f}")


def _novelty(options: argparse.Namespace) -> None:
    _write(options.out, novelty.fit(options.data))
    print(f"{options.out}: what is usual for digits")


def _models(options: argparse.Namespace) -> None:
    rows = []
    for name in zoo.shipped():
        figures = zoo.open_model(name).card.figures[0]
        rows.append({"name": name, "title": zoo.RECIPES[name].title, **figures})
    if options.json:
        _print_json({"models": rows})
        return
    for row in rows:
        print(f"{row['name']:<12} {row['title']}: {evaluation.sentence(row)}")


def _summary(options: argparse.Namespace) -> None:
    card = zoo.open_model(options.model).card
    parts = {"encoder": card.encoder, "decoder": card.decoder}
    if options.json:
        _print_json({part: network_layers.table(layers) for part, layers in parts.items()})
        return
    for part, layers in parts.items():
        print(f"{part}: {network_layers.count_weights(layers):,} weights")
        for row in network_layers.table(layers):
            print(f"  {row['layer']:<16} {row['gives']:<14} {row['weights']:>10}")


def _evaluate(options: argparse.Namespace) -> None:
    model = zoo.open_model(options.model)
    found = digits.test(options.data) if options.data else digits.embedded()
    figures = evaluation.evaluate(model, found, _spoiler(options)).as_dict()
    if options.json:
        _print_json(figures)
        return
    average = np.broadcast_to(classifier.average_digit(), found.images.shape)
    print(
        f"{evaluation.sentence(figures)}; without a network: the digits as given "
        f"{figures['noise_mse']:.4f}, always the average digit "
        f"{metrics.mse(found.images, average).mean():.4f}"
    )


def _reconstruct(options: argparse.Namespace) -> None:
    model = zoo.open_model(options.model)
    image = _digit(options.picture)
    found = reconstruct(model, image, _spoiler(options))
    _write(options.out, found.strip())
    if options.json:
        measures = found.measure(found.rebuilt)
        code = [float(number) for number in found.code[0]]
        looks = {
            "average_mse": found.assessment.average_error,
            "looked_like": found.assessment.looked,
            "looks_like": found.assessment.looks,
        }
        errors = {**vars(measures), "noise_mse": found.noise_error}
        _print_json({**errors, **looks, "code": code})
        return
    print(f"{options.out}: error {found.error:.4f}, before {found.noise_error:.4f}{_looks(found)}")


def _looks(found: Reconstruction) -> str:
    """What an error alone does not tell."""
    one = found.assessment
    said = f", always the average digit {one.average_error:.4f}"
    if one.outcome is Outcome.ANOTHER:
        said += f"; by its looks a digit {one.was} before, a digit {one.looks} now"
    if one.outcome is Outcome.ILLEGIBLE:
        said += f"; by its looks a digit {one.was} before, and no digit now"
    return said


def _normalise(options: argparse.Namespace) -> int:
    if options.out.is_dir() or not options.out.parent.is_dir():
        raise InputError(f"{options.out} cannot be written: its folder is missing, or it is one.")
    outcomes = []
    for path in tqdm(options.pictures, unit=" pictures", disable=None):
        outcome = normalise.normalise(path, all_digits=options.all_digits)
        outcomes.append(outcome)
        if not options.json:
            tqdm.write(outcome.sentence, file=sys.stderr if outcome.error else sys.stdout)
    failed = sum(bool(outcome.error) for outcome in outcomes)
    some = failed < len(outcomes)
    if some:
        normalise.save(options.out, outcomes)
    if options.json:
        out = str(options.out) if some else None
        _print_json({"out": out, "pictures": [outcome.as_dict() for outcome in outcomes]})
    return (3 if some else 2) if failed else 0


def _codes(options: argparse.Namespace) -> None:
    model = zoo.open_model(options.model)
    if options.data:
        images, labels = latent.read_digits(options.data)
    else:
        images, labels = digits.embedded().images, digits.embedded().labels
    codes = model.encode(images)
    _write(options.out, latent.table(codes, labels).encode())
    print(f"{options.out}: {len(codes):,} codes, {_numbers(model.code_size)} each")


def _morph(options: argparse.Namespace) -> None:
    film = options.out.suffix.lower() == ".gif"
    if not film and options.out.suffix.lower() != ".png":
        raise InputError(f"{options.out}: expected a name that ends in .gif or .png.")
    model = zoo.open_model(options.model)
    images = np.concatenate([_digit(path) for path in options.pictures])
    frames = interpolation.FRAMES if film else interpolation.STRIP_FRAMES
    if options.frames is not None:
        frames = options.frames
    found = latent.morph(model, images, frames=frames, loop=options.loop, fade=options.fade)
    made = (
        interpolation.gif(found, closed=options.loop)
        if film
        else latent.strip(found, loop=options.loop)
    )
    _write(options.out, made)
    print(f"{options.out}: {len(found)} frames through {len(images)} pictures")


def _atlas(options: argparse.Namespace) -> None:
    model = zoo.open_model(options.model)
    _write(options.out, latent.atlas(model, side=options.side, view=options.view))
    print(f"{options.out}: {options.side} × {options.side} decoded digits")


def _benchmark(options: argparse.Namespace) -> None:
    figures = benchmarks.run(options.part, options.data, options.only, options.seeds)
    if options.json:
        _print_json(figures)
        return
    for name, value in figures.items():
        rows = value if isinstance(value, list) else [value]
        for row in rows:
            print(f"{name}: {row}")


def _spoiler(options: argparse.Namespace) -> NoiseConfig | None:
    return (
        NoiseConfig.parse(options.noise, seed=options.seed) if options.noise is not None else None
    )


def _digit(path: Path) -> Images:
    try:
        return pictures.digit_from_picture(normalise.read_bytes(path))
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from error


def _numbers(count: int) -> str:
    return f"{count} number{'s' if count > 1 else ''}"


def _print_json(value: object) -> None:
    # letters that the terminal lacks are written as JSON does it
    lacking = not sys.stdout.encoding.lower().startswith("utf")
    print(json.dumps(value, indent=1, ensure_ascii=lacking, allow_nan=False))


RUNS: dict[str, Callable[[argparse.Namespace], int | None]] = {
    "train": train.run,
    "sweep": _sweep,
    "rival": _baseline,
    "novelty": _novelty,
    "record": _record,
    "models": _models,
    "summary": _summary,
    "evaluate": _evaluate,
    "reconstruct": _reconstruct,
    "normalise": _normalise,
    "codes": _codes,
    "morph": _morph,
    "atlas": _atlas,
    "benchmark": _benchmark,
}
