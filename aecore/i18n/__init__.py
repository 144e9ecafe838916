"""Texts in the language of whoever reads them, and texts that are said later."""
