"""The core of the Autoencoder Playground: digits, noise, models and what they make of them.

Whichever of its modules is imported first, this one runs before it.
"""

import os
import sys
import warnings

__version__ = "0.1.0"

_OFF = "ORT_DISABLE_TELEMETRY"

if "onnxruntime" in sys.modules and os.environ.get(_OFF) != "1":
    warnings.warn(
        "Import aecore before onnxruntime, or start Python with ORT_DISABLE_TELEMETRY=1: loaded "
        "without it, ONNX Runtime 1.29 and later tell Microsoft about this computer, and cannot be "
        "stopped any more.",
        RuntimeWarning,
        stacklevel=2,
    )
# ONNX Runtime reads it once, when it is loaded; processes that are started from here inherit it.
os.environ[_OFF] = "1"
