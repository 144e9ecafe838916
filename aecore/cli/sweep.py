"""What `python -m aecore sweep` does."""

import argparse
import statistics
from dataclasses import replace

from tqdm import tqdm

from aecore import terminal
from aecore.charts import sweep as sweep_chart
from aecore.data import split
from aecore.errors import InputError
from aecore.jobs.channel import LOST_CONNECTION
from aecore.jobs.cluster import Cluster, LocalSlots, RemoteSlots
from aecore.jobs.messages import UNREACHABLE
from aecore.jobs.quotas import Limits
from aecore.jobs.sweep import Sweep, run
from aecore.jobs.sweep_table import Row, Table, by_code_size
from aecore.jobs.worker_process import WorkerLost
from aecore.training.presets import PRESETS


def sweep(options: argparse.Namespace) -> int:
    """Train what the table lacks; returns the exit code."""
    wanted = _sweep(options)
    networks = wanted.recipes()
    table = Table(options.out, wanted.settings)
    terminal.advise(
        lambda: (
            f"Interrupted; {options.out} holds {len(table.rows)} of {len(networks)} networks, and "
            "the same command goes on."
        )
    )
    _run(options, wanted, table)
    page = options.out.with_suffix(".html")
    try:
        page.write_text(sweep_chart.page(table.rows), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{page} cannot be written: {error.strerror}.") from error
    for rows in by_code_size(table.rows).values():
        print(_sentence(rows))
    print(f"{options.out} and {page}: {len(table.rows)} network{'s' * (len(table.rows) != 1)}")
    return 0


def _run(options: argparse.Namespace, wanted: Sweep, table: Table) -> None:
    missing = len(wanted.recipes()) - len(table.rows)
    if missing <= 0:
        return
    cluster = _cluster(options)
    try:
        with tqdm(total=missing * wanted.steps, unit=" steps", disable=None) as bar:
            run(wanted, table, cluster, on_steps=bar.update)
    finally:
        cluster.close()


def _cluster(options: argparse.Namespace) -> Cluster:
    try:
        if options.scheduler:
            return RemoteSlots(options.scheduler)
        return LocalSlots(options.workers, memory=Limits().worker_bytes, polite=False)
    except WorkerLost as gone:
        raise InputError(str(gone)) from gone
    except LOST_CONNECTION as error:
        raise InputError(f"{options.scheduler}: {UNREACHABLE}") from error


def _sweep(options: argparse.Namespace) -> Sweep:
    if options.preset not in PRESETS:
        raise InputError(f"There is no preset {options.preset!r}: choose {', '.join(PRESETS)}.")
    recipe = PRESETS[options.preset]
    if options.steps is not None or options.epochs is not None:
        try:
            training = replace(recipe.training, steps=options.steps, epochs=options.epochs)
        except ValueError as error:
            raise InputError(str(error)) from error
        recipe = replace(recipe, training=training)
    path = options.data.resolve() if options.data else None
    try:
        sizes = tuple(int(size) for size in options.code_sizes.split(","))
    except ValueError as error:
        raise InputError(
            f"Expected code sizes like 1,2,4. Received: {options.code_sizes}"
        ) from error
    if min(options.seeds, options.workers) < 1:
        raise InputError("Expected at least one seed and one worker.")
    return Sweep(recipe, sizes, options.seeds, split.data_from(path), path)


def _sentence(rows: list[Row]) -> str:
    errors = [row.mse for row in rows]
    first = rows[0]
    numbers = "numbers" if first.code_size > 1 else "number"
    return (
        f"{first.code_size:>3} {numbers}: error {statistics.median(errors):.4f} "
        f"({min(errors):.4f} to {max(errors):.4f}), straight lines {first.pca_mse:.4f}"
    )
