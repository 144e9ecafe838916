from collections.abc import Callable

import pytest
from distributed.comm import CommClosedError

from aecore.jobs import channel
from aecore.jobs.channel import RunAbandoned, WorkerEnd


class QueueOfAClusterThatGoes:
    """A Dask queue whose scheduler is gone once the first word was taken."""

    def __init__(self, *_: object, **__: object) -> None:
        self.gone = False

    def get(self, **_: object) -> list[str]:
        self._check()
        self.gone = True
        return [channel.BEGIN]

    def put(self, *_: object, **__: object) -> None:
        self.gone = True
        self._check()

    def close(self) -> None:
        self._check()

    def _check(self) -> None:
        if self.gone:
            raise CommClosedError("Connection reset by peer")


@pytest.mark.parametrize("speak", [WorkerEnd.go_on, lambda line: line.tell(1)])
def test_a_run_whose_cluster_is_gone_is_abandoned(
    speak: Callable[[WorkerEnd], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "get_client", lambda: None)
    monkeypatch.setattr(channel, "Queue", QueueOfAClusterThatGoes)
    with pytest.raises(RunAbandoned), WorkerEnd("run", lease=60) as line:
        speak(line)
