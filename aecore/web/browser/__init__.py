"""Modules that all components of the browser share, and how they are mounted."""
