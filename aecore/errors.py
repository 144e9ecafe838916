"""Errors that carry one plain sentence for the person who can put them right."""


class InputError(ValueError):
    """Something a person gave cannot be used; the message says why and what to do instead."""


class DigitsError(InputError):
    """A file of digits is missing, damaged or not what was expected."""


class PictureError(InputError):
    """A picture cannot be turned into a digit."""


class ModelError(InputError):
    """A model does not exist, or its files are missing or damaged."""
