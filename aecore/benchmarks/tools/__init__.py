"""What several benchmarks use: a server, a timer of frames, baselines and scores."""
