"""What holds for all tests."""

import os

# Before NumPy comes: a process for each core tests already, and threads of linear algebra that wait
# take its time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
