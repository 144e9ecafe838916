"""Training for many visitors: the queue of runs, and the processes that do them (Dask)."""
