"""A picture that a visitor brings: how it comes, and the panel that shows what was found in it."""
