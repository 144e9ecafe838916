"""The page Limits."""
