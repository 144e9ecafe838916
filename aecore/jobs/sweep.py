"""Many networks that differ in code size and seed, trained on every slot there is.

The same settings give the same figures to the last digit, wherever and in whatever order the
networks are trained: each is trained by one thread, for what two threads add up differs in the
last digits from what one does.
"""

import hashlib
import json
import queue
import secrets
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from aecore.data.split import Data
from aecore.errors import InputError
from aecore.jobs import tasks
from aecore.jobs.channel import LOST_CONNECTION
from aecore.jobs.cluster import Cluster, Slot
from aecore.jobs.messages import UNREACHABLE
from aecore.jobs.monitor import WorkerTask
from aecore.jobs.quotas import Timeouts
from aecore.jobs.sweep_table import Row, Table
from aecore.jobs.worker_process import WorkerLost
from aecore.models.pca import PixelPca
from aecore.models.zoo import PlainRecipe
from aecore.training.batches import Batches

_TRIES = 3

OnSteps: TypeAlias = Callable[[int], object]


@dataclass(frozen=True, eq=False)
class Sweep:
    """What is to be trained.

    Attributes:
        recipe: Network and run, but for code size and seed.
        code_sizes: Numbers in the code.
        seeds: Every code size is trained with the seeds from 0 to before this.
        data: Digits, as `making.data_from` gives them.
        path: The file they come from, on the workers too; None for the embedded ones.
    """

    recipe: PlainRecipe
    code_sizes: tuple[int, ...]
    seeds: int
    data: Data
    path: Path | None

    @property
    def settings(self) -> str:
        """Stands for everything that the figures hang on, but for code size and seed."""
        model, training = asdict(self.recipe.model), asdict(self.recipe.training)
        del model["code_size"], training["seed"]
        told = [model, training, self.data.training.sha256, self.data.report.sha256]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]

    @property
    def steps(self) -> int:
        """Of one network."""
        return Batches(self.data.training.images, self.recipe.training).steps

    def recipes(self) -> list[PlainRecipe]:
        """Every network's, the smallest code first.

        Raises:
            InputError: If a code size cannot be.
        """
        try:
            return [
                replace(
                    self.recipe,
                    model=replace(self.recipe.model, code_size=size),
                    training=replace(self.recipe.training, seed=seed),
                )
                for size in sorted(set(self.code_sizes))
                for seed in range(self.seeds)
            ]
        except ValueError as error:
            raise InputError(str(error)) from error


def run(
    sweep: Sweep, table: Table, cluster: Cluster, *, on_steps: OnSteps = lambda _: None
) -> None:
    """Train what the table lacks, and write each row as soon as it is known.

    Args:
        sweep: What is to be trained.
        table: Opened with its settings.
        cluster: Where.
        on_steps: Told how many steps were done since the last call; any thread may call it.

    Raises:
        InputError: If a network cannot be trained, or all workers were lost; what is done is kept.
    """
    _Run(sweep, table, cluster, on_steps).go()


class _Run:
    def __init__(self, sweep: Sweep, table: Table, cluster: Cluster, on_steps: OnSteps) -> None:
        self._sweep = sweep
        self._table = table
        self._cluster = cluster
        self._on_steps = on_steps
        self._baselines = _Baselines(sweep.data)
        self._left: queue.SimpleQueue[tuple[PlainRecipe, int]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._errors: list[str] = []

    def go(self) -> None:
        """Train everything."""
        done = {(row.code_size, row.seed) for row in self._table.rows}
        for recipe in self._sweep.recipes():
            if (recipe.model.code_size, recipe.training.seed) not in done:
                self._left.put((recipe, _TRIES))
        try:
            slots = self._cluster.slots()
        except LOST_CONNECTION as error:
            raise InputError(UNREACHABLE) from error
        threads = [threading.Thread(target=self._work, args=(slot,), daemon=True) for slot in slots]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if not self._left.empty() or self._errors:
            raise InputError(self._errors[0] if self._errors else str(UNREACHABLE))
        self._table.sort()

    def _work(self, slot: Slot) -> None:
        while not self._errors:
            try:
                recipe, tries = self._left.get_nowait()
            except queue.Empty:
                return
            try:
                figures, sentence = self._train(slot, recipe)
            except (WorkerLost, *LOST_CONNECTION) as error:
                # what one worker began another does again, from the start
                sentence = str(error if isinstance(error, WorkerLost) else UNREACHABLE)
                if tries > 1:
                    self._left.put((recipe, tries - 1))
                    if slot in self._still_there():
                        continue
                    return
                figures = {}
            self._take(recipe, figures, sentence)

    def _still_there(self) -> list[Slot]:
        try:
            return self._cluster.slots()
        except LOST_CONNECTION:
            return []

    def _train(self, slot: Slot, recipe: PlainRecipe) -> tuple[dict[str, Any], str]:
        done = 0

        def hear(step: int) -> None:
            nonlocal done
            self._on_steps(step - done)
            done = step

        task = WorkerTask(f"sweep-{secrets.token_hex(8)}", slot, Timeouts())
        client = self._cluster.client
        try:
            figures, sentence = task.run(client, tasks.measure, recipe, self._sweep.path, hear=hear)
        except BaseException:
            self._on_steps(-done)
            raise
        return figures, str(sentence)

    def _take(self, recipe: PlainRecipe, figures: dict[str, Any], sentence: str) -> None:
        with self._lock:
            if sentence:
                self._errors.append(sentence)
                return
            row = Row(
                code_size=recipe.model.code_size,
                seed=recipe.training.seed,
                mse=figures["mse"],
                psnr=figures["psnr"],
                ssim=figures["ssim"],
                pca_mse=self._baselines.pca(recipe.model.code_size),
                mean_mse=self._baselines.mean,
                images=figures["images"],
                steps=self._sweep.steps,
                settings=self._sweep.settings,
            )
            try:
                self._table.add(row)
            except InputError as error:
                self._errors.append(str(error))


class _Baselines:
    """The average digit and PCA, fitted to all digits that the networks learn from."""

    def __init__(self, data: Data) -> None:
        self._images = data.report.images
        self._fit = PixelPca.fit(data.training.images, 64)
        self.mean = _mse(self._fit.mean.reshape(1, 28, 28, 1) - self._images)

    def pca(self, code_size: int) -> float:
        """The error of principal components with that many numbers."""
        pca = PixelPca(self._fit.mean, self._fit.axes[:code_size])
        return _mse(pca.decode(pca.encode(self._images)) - self._images)


def _mse(errors: Any) -> float:
    return float(np.mean(np.square(errors, dtype=np.float64)))
