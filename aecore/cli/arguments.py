"""What the command line understands: `python -m aecore --help`."""

import argparse
from pathlib import Path
from typing import NoReturn

from aecore import benchmarks
from aecore.data import noise
from aecore.experiments import code_sizes
from aecore.models import zoo
from aecore.training.presets import PRESETS


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence, like every command here."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and leave with exit code 2."""
        self.exit(2, f"{message}; `{self.prog} --help` says more.\n")


def parser(description: str) -> Parser:
    """The parser of all commands: the option `command` says which; `--help` the description."""
    whole = Parser(prog="python -m aecore", description=description)
    commands = whole.add_subparsers(required=True, metavar="COMMAND", dest="command")

    _add_train(commands)
    _add_sweep(commands)

    baseline = commands.add_parser("rival", help="fit PCA to what the ladder of models learns from")
    baseline.add_argument(
        "--data", type=Path, metavar="FILE", required=True, help="MNIST in any form"
    )
    baseline.add_argument("--out", type=Path, metavar="FILE.npz", required=True)

    record = commands.add_parser(
        "record", help="record how five small networks learn, for the page of what cannot be done"
    )
    record.add_argument(
        "--data", type=Path, metavar="FILE", help="MNIST, any form; else 4,000 digits"
    )
    record.add_argument("--steps", type=int, metavar="N", help="instead of the recipe's")
    record.add_argument("--out", type=Path, metavar="FILE.npz", required=True)

    novelty = commands.add_parser(
        "novelty", help="learn what is usual for digits, to tell strangers"
    )
    novelty.add_argument(
        "--data", type=Path, metavar="FILE", required=True, help="MNIST in any form"
    )
    novelty.add_argument("--out", type=Path, metavar="FILE.npz", required=True)

    models = commands.add_parser("models", help="the shipped models and their figures")
    models.add_argument("--json", action="store_true")

    summary = commands.add_parser("summary", help="encoder and decoder, layer by layer")
    summary.add_argument("model", metavar="MODEL")
    summary.add_argument("--json", action="store_true")

    evaluate = commands.add_parser("evaluate", help="how well a model rebuilds digits")
    evaluate.add_argument("model", metavar="MODEL")
    evaluate.add_argument(
        "--data", type=Path, metavar="FILE", help="MNIST in any form: its test digits"
    )
    _add_noise(evaluate)
    evaluate.add_argument("--json", action="store_true")

    reconstruct = commands.add_parser("reconstruct", help="squeeze and rebuild a picture")
    reconstruct.add_argument("model", metavar="MODEL")
    reconstruct.add_argument("picture", type=Path, metavar="PICTURE")
    _add_noise(reconstruct)
    reconstruct.add_argument("--out", type=Path, metavar="FILE.png", required=True)
    reconstruct.add_argument("--json", action="store_true")

    normalise = commands.add_parser(
        "normalise", help="pictures to 28 × 28 as the network sees them"
    )
    normalise.add_argument("pictures", type=Path, nargs="+", metavar="PICTURE")
    normalise.add_argument("--out", type=Path, metavar="FILE.npz", required=True)
    normalise.add_argument("--all-digits", action="store_true", help="not only the likeliest one")
    normalise.add_argument("--json", action="store_true")

    _add_exploring(commands)

    benchmark = commands.add_parser("benchmark", help="measure one part of the project")
    benchmark.add_argument("part", choices=benchmarks.PARTS)
    benchmark.add_argument("--data", type=Path, metavar="FILE")
    benchmark.add_argument("--only", metavar="KIND", help="of pictures: bold, tight, …")
    benchmark.add_argument("--seeds", type=int, metavar="N", help="pictures of that kind")
    benchmark.add_argument("--json", action="store_true")
    return whole


def _add_train(commands: "argparse._SubParsersAction[Parser]") -> None:
    train = commands.add_parser(
        "train", help="train a model; after an interruption the same command goes on"
    )
    train.add_argument(
        "recipe",
        metavar="RECIPE",
        nargs="?",
        help=f"one of {', '.join([*zoo.RECIPES, *code_sizes.RECIPES])}",
    )
    train.add_argument(
        "--preset", metavar="PRESET", help=f"instead of a recipe: one of {', '.join(PRESETS)}"
    )
    train.add_argument(
        "--data", type=Path, metavar="FILE", help="MNIST, any form; else 4,000 digits"
    )
    train.add_argument(
        "--out", type=Path, metavar="FOLDER", help="default: models/RECIPE or models/PRESET"
    )
    train.add_argument("--code-size", type=int, metavar="N")
    length = train.add_mutually_exclusive_group()
    length.add_argument("--epochs", type=int, metavar="N")
    length.add_argument("--steps", type=int, metavar="N")
    train.add_argument("--seed", type=int, metavar="N")
    train.add_argument(
        "--seeds",
        type=int,
        default=1,
        metavar="N",
        help="train so many, each in a folder of its own, and keep the best by digits set aside",
    )


def _add_sweep(commands: "argparse._SubParsersAction[Parser]") -> None:
    sweep = commands.add_parser(
        "sweep",
        help="train many networks to see error against code size; the same command goes on",
    )
    sweep.add_argument("--code-sizes", default="1,2,4,8,16,32,64", metavar="N,N…")
    sweep.add_argument("--seeds", type=int, default=3, metavar="N", help="networks of each size")
    sweep.add_argument(
        "--preset", default="better", metavar="PRESET", help=f"one of {', '.join(PRESETS)}"
    )
    length = sweep.add_mutually_exclusive_group()
    length.add_argument("--epochs", type=int, metavar="N")
    length.add_argument("--steps", type=int, metavar="N")
    sweep.add_argument(
        "--data", type=Path, metavar="FILE", help="MNIST, any form; else 4,000 digits"
    )
    where = sweep.add_mutually_exclusive_group()
    where.add_argument("--scheduler", metavar="tcp://…", help="of a Dask cluster to train on")
    where.add_argument("--workers", type=int, default=1, metavar="N", help="processes here")
    sweep.add_argument("--out", type=Path, metavar="FILE.csv", required=True)


def _add_exploring(commands: "argparse._SubParsersAction[Parser]") -> None:
    codes = commands.add_parser("codes", help="the codes of digits, as a table")
    codes.add_argument("model", metavar="MODEL")
    codes.add_argument(
        "--data",
        type=Path,
        metavar="FILE",
        help="MNIST in any form, or what normalise wrote; else 5,000",
    )
    codes.add_argument("--out", type=Path, metavar="FILE.csv", required=True)

    morph = commands.add_parser("morph", help="from one digit to another through the latent space")
    morph.add_argument("model", metavar="MODEL")
    morph.add_argument("pictures", type=Path, nargs="+", metavar="PICTURE")
    morph.add_argument("--out", type=Path, metavar="FILE", required=True, help=".gif or .png")
    morph.add_argument("--frames", type=int, metavar="N")
    morph.add_argument("--loop", action="store_true", help="come back to the first picture")
    morph.add_argument("--fade", action="store_true", help="only fade the pictures, to compare")

    atlas = commands.add_parser("atlas", help="what the decoder makes all over the latent space")
    atlas.add_argument("model", metavar="MODEL")
    atlas.add_argument("--out", type=Path, metavar="FILE.png", required=True)
    atlas.add_argument("--side", type=int, default=20, metavar="N", help="digits in a row")
    atlas.add_argument("--view", default="pca", help="pca, or two numbers of the code: 1,2")


def _add_noise(parser: argparse.ArgumentParser) -> None:
    kinds = ", ".join(noise.KINDS)
    parser.add_argument("--noise", metavar="KIND:STRENGTH", help=f"{kinds}; strength 0 to 1")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="the throw of the noise")
