"""Digits, the honest split of them, and the noise put on them."""
