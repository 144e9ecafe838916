"""The rules that turn gradients into steps, each as TensorFlow's one operation for it.

They do what Keras's optimisers of the same names do; but Keras composes each from a dozen
operations, which read and write the weights many times over and take a third of a dense step.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, TypeAlias

from aecore.config import TrainingConfig
from aecore.training.frameworks import tf

Variable: TypeAlias = Any  # TensorFlow ships no types
Tensor: TypeAlias = Any

_BETA_2 = 0.999  # Adam's decay of the mean square gradient, Keras's default
_RHO = 0.9  # the same of RMSprop
_EPSILON = 1e-7  # Keras's default


class Optimiser(ABC):
    """Changes variables; remembers something for each, its slots."""

    _SLOTS = 1

    def __init__(self, config: TrainingConfig, steps: int, variables: Sequence[Variable]) -> None:
        """Remember nothing yet.

        Args:
            config: Learning rate and its schedule, and beta_1.
            steps: Length of the run, for the schedule.
            variables: TensorFlow variables.
        """
        self._config = config
        self._steps = steps
        self._slots = {
            variable.ref(): [tf.Variable(tf.zeros_like(variable)) for _ in range(self._SLOTS)]
            for variable in variables
        }

    @property
    def slots(self) -> list[Variable]:
        """Everything that is remembered."""
        return [slot for slots in self._slots.values() for slot in slots]

    def terms(self, step: Tensor) -> dict[str, Tensor]:
        """What is the same for all variables in a step.

        Args:
            step: Steps before this one, a whole number.
        """
        return {"lr": self._rate(tf.cast(step, tf.float32))}

    def apply(self, terms: dict[str, Tensor], variable: Variable, gradient: Tensor) -> None:
        """Change one variable by its gradient."""
        handles = [one.handle for one in (variable, *self._slots[variable.ref()])]
        self._apply(*handles, **terms, grad=gradient)

    def _rate(self, step: Tensor) -> Tensor:
        rate = tf.constant(self._config.learning_rate)
        if self._config.schedule == "cosine":
            rate *= 0.5 * (1 + tf.cos(math.pi * step / self._steps))
        return rate

    @abstractmethod
    def _apply(self, *handles: Tensor, **terms: Tensor) -> None:
        """Change a variable, the first of `handles`, and its slots, the others."""


class _Adam(Optimiser):
    """Source: D. P. Kingma and J. Ba, Adam, ICLR 2015, as reordered at the end of section 2."""

    _SLOTS = 2

    def terms(self, step: Tensor) -> dict[str, Tensor]:
        count = tf.cast(step, tf.float32) + 1
        return {
            **super().terms(step),
            "beta1_power": tf.pow(self._config.beta_1, count),
            "beta2_power": tf.pow(_BETA_2, count),
            "beta1": tf.constant(self._config.beta_1),
        }

    def _apply(self, *handles: Tensor, **terms: Tensor) -> None:
        variable, mean, square = handles
        tf.raw_ops.ResourceApplyAdam(
            var=variable, m=mean, v=square, beta2=_BETA_2, epsilon=_EPSILON, **terms
        )


class _Sgd(Optimiser):
    def _apply(self, *handles: Tensor, **terms: Tensor) -> None:
        variable, speed = handles
        tf.raw_ops.ResourceApplyKerasMomentum(
            var=variable, accum=speed, momentum=self._config.beta_1, **terms
        )


class _RmsProp(Optimiser):
    """Source: T. Tieleman and G. Hinton, Neural Networks for Machine Learning 6.5, 2012."""

    _SLOTS = 2

    def _apply(self, *handles: Tensor, **terms: Tensor) -> None:
        variable, square, speed = handles
        tf.raw_ops.ResourceApplyRMSProp(
            var=variable,
            ms=square,
            mom=speed,
            rho=_RHO,
            momentum=self._config.beta_1,
            epsilon=_EPSILON,
            **terms,
        )


OPTIMISERS: dict[str, type[Optimiser]] = {"adam": _Adam, "sgd": _Sgd, "rmsprop": _RmsProp}
