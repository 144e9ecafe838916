"""Arrays -> pictures: colours, tiles and strips."""
