"""Downloading the full MNIST on a worker, through Keras: a task that `download.py` sends."""

import contextlib
import io
import logging
import threading
import time
from concurrent import futures

from aecore.data import full_mnist
from aecore.data.full_mnist import Source
from aecore.i18n.message import NO_MESSAGE, Message
from aecore.jobs import channel, tasks

_LOOKS = 0.2  # s between two looks at how much has come
_PATIENCE = 30.0  # s without a byte

_logger = logging.getLogger(__name__)


def fetch(name: str, source: Source, *, lease: float) -> Message:
    """Download the full MNIST, telling the channel `name` what share of it has come.

    Args:
        name: Of the channel.
        source: Where it is.
        lease: Seconds without a word from the server after which nobody waits for it.

    Returns:
        What people are told of a failure; silence when the file is there.
    """
    try:
        with channel.WorkerEnd(name, lease=lease) as line:
            fetched = _started(source)
            if not _wait(fetched, source, line):
                return full_mnist.OFFLINE
            fetched.result()
    except channel.RunAbandoned:
        return full_mnist.OFFLINE
    except OSError:
        _logger.warning("The full MNIST cannot be stored", exc_info=True)
        return full_mnist.NO_ROOM
    except Exception:
        # Keras raises plain exceptions
        _logger.warning("The full MNIST cannot be downloaded", exc_info=True)
        return full_mnist.OFFLINE
    return NO_MESSAGE if full_mnist.find(source) else full_mnist.OFFLINE


def _started(source: Source) -> "futures.Future[None]":
    fetched: futures.Future[None] = futures.Future()
    threading.Thread(target=_download, args=(source, fetched), daemon=True).start()
    return fetched


def _wait(fetched: "futures.Future[None]", source: Source, line: channel.WorkerEnd) -> bool:
    """Tell how much has come until all of it has; returns whether it was worth waiting."""
    came, since = 0, time.monotonic()
    while not futures.wait([fetched], timeout=_LOOKS).done:
        size = max([0, *(one.stat().st_size for one in full_mnist.caches() if one.is_file())])
        if size != came:
            came, since = size, time.monotonic()
        if time.monotonic() - since > _PATIENCE or not line.tell(came / source.size):
            return False
    return True


def _download(source: Source, fetched: "futures.Future[None]") -> None:
    try:
        tasks.load()
        from aecore.training.frameworks import keras

        home = full_mnist.keras_homes()[0]
        with contextlib.suppress(OSError):  # Keras takes the other one then
            home.mkdir(parents=True, exist_ok=True)
        with contextlib.redirect_stdout(io.StringIO()):  # its own progress bar
            keras.utils.get_file(
                "mnist.npz", source.address, file_hash=source.sha256, cache_dir=home
            )
    except Exception as error:  # noqa: BLE001 (it is raised where it is waited for)
        for path in full_mnist.caches():  # a part of it, or something else
            with contextlib.suppress(OSError):
                path.unlink()
        fetched.set_exception(error)
    else:
        fetched.set_result(None)
