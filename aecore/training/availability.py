"""Whether networks can be trained on this computer: whoever only shows the app needs no TensorFlow.

It is asked anew each time, for what is missing may be added while the app runs.
"""

import importlib.util

from aecore.i18n.language import mark
from aecore.i18n.message import NO_MESSAGE, Message

NO_TENSORFLOW = Message(
    mark(
        "Training needs TensorFlow, which is not on the computer that trains: "
        "`pip install -r requirements.txt` adds it."
    )
)


def lacking() -> Message:
    """What training needs and this computer lacks; silence where nothing is missing."""
    found = map(importlib.util.find_spec, ("tensorflow", "keras"))  # which loads neither
    return NO_MESSAGE if all(found) else NO_TENSORFLOW
