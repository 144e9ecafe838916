"""Downloading the full MNIST to where the training is."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from aecore.data import full_mnist
from aecore.i18n.message import SILENCE, Sentence, from_error
from aecore.jobs import download_task
from aecore.jobs.cluster import LOST_CONNECTION, Cluster
from aecore.jobs.messages import UNREACHABLE
from aecore.jobs.monitor import Errand
from aecore.jobs.quotas import Times
from aecore.jobs.worker_process import Gone

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
    sentence: Sentence = SILENCE

    def follow(
        self, opened: Callable[[], Cluster], source: full_mnist.Source, times: Times
    ) -> None:
        """Have every place download it, one after the other; those that share a disk do it once."""
        try:
            cluster = opened()
            places = cluster.places()
            failure = SILENCE if places else UNREACHABLE
            for number, place in enumerate(places):
                failure = failure or self._fetch(
                    cluster,
                    Errand(f"mnist-{secrets.token_hex(8)}", place, times),
                    source,
                    number / len(places),
                    1 / len(places),
                )
        except Gone as gone:
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
        errand: Errand,
        source: full_mnist.Source,
        before: float,
        part: float,
    ) -> Sentence:
        def hear(share: float) -> None:
            self.share = before + part * min(share, 1.0)

        failure: Sentence = errand.run(cluster.client, download_task.fetch, source, hear=hear)
        return failure
