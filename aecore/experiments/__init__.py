"""What the pages Limits and Story show: measured once, kept in `shipped`."""
