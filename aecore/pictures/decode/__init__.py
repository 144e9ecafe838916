"""A file -> a picture: formats, limits, and what a file says about itself."""
