"""Finished models: their layers, cards and figures; nothing here loads TensorFlow."""
