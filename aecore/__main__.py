"""The command line: `python -m aecore --help`.

Exit codes: 0 when it worked; 2 and one sentence when something given cannot be used; 3 when some
of several pictures could not be used and the others could.
"""

import argparse
import json
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from tqdm import tqdm

from aecore import benchmarks, digits, live, noise, normalising, pictures, zoo
from aecore.config import Images
from aecore.errors import InputError, ModelError
from aecore.noise import NoiseConfig
from aecore.reconstruction import reconstruct


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    # Pillow warns of damaged notes in pictures, which nobody here can do anything about
    warnings.filterwarnings("ignore", module=r"PIL\.")
    try:
        code: int | None = options.run(options)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return code or 0


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence, like every command here."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and leave with exit code 2."""
        self.exit(2, f"{message}; `{self.prog} --help` says more.\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m aecore", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    train = commands.add_parser("train", help="train a model from a recipe")
    train.set_defaults(run=_train)
    train.add_argument("recipe", metavar="RECIPE", help=f"one of {', '.join(zoo.RECIPES)}")
    train.add_argument("--data", type=Path, metavar="FILE", help="mnist.npz; else 4,000 digits")
    train.add_argument("--out", type=Path, metavar="FOLDER", help="default: models/RECIPE")
    train.add_argument("--code-size", type=int, metavar="N")
    length = train.add_mutually_exclusive_group()
    length.add_argument("--epochs", type=int, metavar="N")
    length.add_argument("--steps", type=int, metavar="N")
    train.add_argument("--seed", type=int, metavar="N")

    models = commands.add_parser("models", help="the shipped models and their figures")
    models.set_defaults(run=_models)
    models.add_argument("--json", action="store_true")

    summary = commands.add_parser("summary", help="encoder and decoder, layer by layer")
    summary.set_defaults(run=_summary)
    summary.add_argument("model", metavar="MODEL")
    summary.add_argument("--json", action="store_true")

    evaluate = commands.add_parser("evaluate", help="how well a model rebuilds digits")
    evaluate.set_defaults(run=_evaluate)
    evaluate.add_argument("model", metavar="MODEL")
    evaluate.add_argument("--data", type=Path, metavar="FILE", help="mnist.npz: its test digits")
    _add_noise(evaluate)
    evaluate.add_argument("--json", action="store_true")

    reconstruct = commands.add_parser("reconstruct", help="squeeze and rebuild a picture")
    reconstruct.set_defaults(run=_reconstruct)
    reconstruct.add_argument("model", metavar="MODEL")
    reconstruct.add_argument("picture", type=Path, metavar="PICTURE")
    _add_noise(reconstruct)
    reconstruct.add_argument("--out", type=Path, metavar="FILE.png", required=True)
    reconstruct.add_argument("--json", action="store_true")

    normalise = commands.add_parser(
        "normalise", help="pictures to 28 × 28 as the network sees them"
    )
    normalise.set_defaults(run=_normalise)
    normalise.add_argument("pictures", type=Path, nargs="+", metavar="PICTURE")
    normalise.add_argument("--out", type=Path, metavar="FILE.npz", required=True)
    normalise.add_argument("--all-digits", action="store_true", help="not only the likeliest one")
    normalise.add_argument("--json", action="store_true")

    benchmark = commands.add_parser("benchmark", help="measure one part of the project")
    benchmark.set_defaults(run=_benchmark)
    benchmark.add_argument("part", choices=benchmarks.PARTS)
    benchmark.add_argument("--data", type=Path, metavar="FILE")
    benchmark.add_argument("--json", action="store_true")
    return parser


def _add_noise(parser: argparse.ArgumentParser) -> None:
    kinds = ", ".join(noise.KINDS)
    parser.add_argument("--noise", metavar="KIND:STRENGTH", help=f"{kinds}; strength 0 to 1")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="the throw of the noise")


def _train(options: argparse.Namespace) -> None:
    recipe = _recipe(options)
    # TensorFlow, which takes seconds to load and says much, is needed by this command alone
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with _silence():
        from aecore import making
        from aecore.training import Progress

    data = making.data_from(options.data)
    folder = options.out or Path("models") / recipe.name
    with tqdm(unit=" steps", desc=recipe.name, disable=None) as bar:

        def show(progress: Progress) -> bool:
            bar.total = progress.steps
            bar.set_postfix(loss=f"{progress.losses[-1]:.4f}", refresh=False)
            bar.update(progress.step - bar.n)
            return True

        card = making.make(recipe, data, folder, on_progress=show)
    print(f"{folder}: {_sentence(card.figures[0])}")


@contextmanager
def _silence() -> Iterator[None]:
    """Drop what C++ code writes to stderr: TensorFlow 2.21 greets there whatever it is told."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _recipe(options: argparse.Namespace) -> zoo.Recipe:
    if options.recipe not in zoo.RECIPES:
        raise ModelError(f"There is no recipe {options.recipe!r}: choose {', '.join(zoo.RECIPES)}.")
    recipe = zoo.RECIPES[options.recipe]
    try:
        model = recipe.model
        if options.code_size is not None:
            model = replace(model, code_size=options.code_size)
        training = recipe.training
        if options.steps is not None or options.epochs is not None:
            training = replace(training, steps=options.steps, epochs=options.epochs)
        if options.seed is not None:
            training = replace(training, seed=options.seed)
    except ValueError as error:
        raise InputError(str(error)) from error
    return replace(recipe, model=model, training=training)


def _models(options: argparse.Namespace) -> None:
    rows = []
    for name in zoo.shipped():
        figures = zoo.open_model(name).card.figures[0]
        rows.append({"name": name, "title": zoo.RECIPES[name].title, **figures})
    if options.json:
        _print_json({"models": rows})
        return
    for row in rows:
        print(f"{row['name']:<12} {row['title']}: {_sentence(row)}")


def _summary(options: argparse.Namespace) -> None:
    card = zoo.open_model(options.model).card
    parts = {"encoder": card.encoder, "decoder": card.decoder}
    if options.json:
        _print_json({part: live.table(layers) for part, layers in parts.items()})
        return
    for part, layers in parts.items():
        print(f"{part}: {live.count_weights(layers):,} weights")
        for row in live.table(layers):
            print(f"  {row['layer']:<16} {row['gives']:<14} {row['weights']:>10}")


def _evaluate(options: argparse.Namespace) -> None:
    model = zoo.open_model(options.model)
    found = digits.test(options.data) if options.data else digits.embedded()
    figures = zoo.evaluate(model, found, _spoiler(options)).as_dict()
    if options.json:
        _print_json(figures)
        return
    print(_sentence(figures))


def _reconstruct(options: argparse.Namespace) -> None:
    model = zoo.open_model(options.model)
    image = _digit(options.picture)
    found = reconstruct(model, image, _spoiler(options))
    _write(options.out, found.strip())
    if options.json:
        measures = found.measure(found.rebuilt)
        code = [float(number) for number in found.code[0]]
        _print_json({**vars(measures), "noise_mse": found.noise_error, "code": code})
        return
    print(f"{options.out}: error {found.error:.4f}, before {found.noise_error:.4f}")


def _normalise(options: argparse.Namespace) -> int:
    if options.out.is_dir() or not options.out.parent.is_dir():
        raise InputError(f"{options.out} cannot be written: its folder is missing, or it is one.")
    outcomes = []
    for path in tqdm(options.pictures, unit=" pictures", disable=None):
        outcome = normalising.normalise(path, all_digits=options.all_digits)
        outcomes.append(outcome)
        if not options.json:
            tqdm.write(outcome.sentence, file=sys.stderr if outcome.error else sys.stdout)
    failed = sum(bool(outcome.error) for outcome in outcomes)
    some = failed < len(outcomes)
    if some:
        normalising.save(options.out, outcomes)
    if options.json:
        out = str(options.out) if some else None
        _print_json({"out": out, "pictures": [outcome.as_dict() for outcome in outcomes]})
    return (3 if some else 2) if failed else 0


def _benchmark(options: argparse.Namespace) -> None:
    figures = benchmarks.run(options.part, options.data)
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
        return pictures.digit_from_picture(normalising.read_bytes(path))
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from error


def _sentence(figures: dict[str, Any]) -> str:
    return (
        f"error {figures['mse']:.4f} (MSE per pixel), {figures['psnr']:.1f} dB, "
        f"similarity {figures['ssim']:.3f}, code of {figures['code_size']}, "
        f"on {figures['images']:,} {figures['split']} digits, noise {figures['noise']}"
    )


def _print_json(value: object) -> None:
    print(json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False))


if __name__ == "__main__":
    sys.exit(main())
