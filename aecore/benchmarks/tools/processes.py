"""Processes that share the work of a benchmark."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

_MOST = 8


def processes() -> ProcessPoolExecutor:
    """One for each processor, as long as they are few."""
    spawn = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
    return ProcessPoolExecutor(min(os.cpu_count() or 1, _MOST), spawn)
