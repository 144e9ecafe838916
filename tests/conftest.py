"""What holds for all tests."""

import gc
import os

# Before NumPy comes: a process for each core tests already, and threads of linear algebra that wait
# take its time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def pytest_collection_finish() -> None:
    """Spare the collector of garbage what is loaded: half the time of tests beside TensorFlow."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Give it back: Hypothesis, where no test has loaded it, looks at the end for who refers."""
    gc.unfreeze()
