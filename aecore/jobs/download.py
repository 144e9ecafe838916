"""Downloading the full MNIST to where the training is."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from aecore.data import full_mnist
from aecore.i18n.message import NO_MESSAGE, Message, from_error
from aecore.jobs import download_task
from aecore.jobs.channel import LOST_CONNECTION
from aecore.jobs.cluster import Cluster
from aecore.jobs.messages import UNREACHABLE
from aecore.jobs.monitor import WorkerTask
from aecore.jobs.quotas import Timeouts
from aecore.jobs.worker_process import WorkerLost

_logger = logging.getLogger(__name__)


@dataclass
class Download:
    """How a download stands; any thread may read it.

    Attributes:
        state: `idle` before anybody asked, `running`, `done` or `failed`.
        share: How much has come, 0 to 1.
        sentence: What people are told of a failure.
    """

    state: Literal["idle", "running", "done", "failed"] = "idle"
    share: float = 0.0
    sentence: Message = NO_MESSAGE

    def follow(
        self, opened: Callable[[], Cluster], source: full_mnist.Source, times: Timeouts
    ) -> None:
        """Have every slot download it, one after the other; those that share a disk do it once."""
        try:
            cluster = opened()
            slots = cluster.slots()
            failure = NO_MESSAGE if slots else UNREACHABLE
            for number, slot in enumerate(slots):
                failure = failure or self._fetch(
                    cluster,
                    WorkerTask(f"mnist-{secrets.token_hex(8)}", slot, times),
                    source,
                    number / len(slots),
                    1 / len(slots),
                )
        except WorkerLost as gone:
            failure = from_error(gone)
        except LOST_CONNECTION:
            _logger.warning("The connection to a download was lost", exc_info=True)
            failure = UNREACHABLE
        self.sentence = failure
        self.share = 0.0 if failure else 1.0
        self.state = "failed" if failure else "done"

    def _fetch(
        self,
        cluster: Cluster,
        task: WorkerTask,
        source: full_mnist.Source,
        before: float,
        part: float,
    ) -> Message:
        def hear(share: float) -> None:
            self.share = before + part * min(share, 1.0)

        failure: Message = task.run(cluster.client, download_task.fetch, source, hear=hear)
        return failure
