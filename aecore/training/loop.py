"""The steps of a run in one compiled function, so that Python is called once for many of them.

What makes them fast on a processor: no copies of the images, one pass over the weights for the
optimiser, and that each dense layer is changed while its gradient is still in the cache, on the
way back through the network. Without XLA, whose matrix products take longer than TensorFlow's own,
and which takes a second to begin.

The same seed gives the same weights bit for bit on the same machine, whatever else runs there.
Dense networks do so with any number of threads (seen with 1 and 2, TensorFlow 2.21); convolutional
ones only with the same number, whose partial sums add up in another order.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from aecore.config import TrainingConfig
from aecore.training.architecture import KerasModel
from aecore.training.batches import Batches, Chunk
from aecore.training.frameworks import keras, tf
from aecore.training.optimisers import OPTIMISERS, Tensor, Variable

_SURE = 1e-6  # how sure of a pixel an output may be, so that its logarithm stays finite


class Loop:
    """A model, its optimiser, and the steps that train it."""

    def __init__(self, model: KerasModel, config: TrainingConfig, batches: Batches) -> None:
        self._layers = [
            layer
            for part in ("encoder", "decoder")
            for layer in model.get_layer(part).layers
            if not isinstance(layer, keras.layers.InputLayer)
        ]
        self._variables = [variable.value for variable in model.trainable_variables]
        self._optimiser = OPTIMISERS[config.optimiser](config, batches.steps, self._variables)
        self._loss = config.loss
        self._images = tf.constant(batches.images)
        self._held = tf.constant(batches.validation_inputs), batches.validation_targets
        self._chunk_steps = batches.chunk_steps
        self._run = tf.function(self._steps, autograph=False)
        self._rebuild = tf.function(model, autograph=False)
        self._chunk: tuple[Tensor, ...] = ()
        self._chunk_first = -1

    def run(self, chunk: Chunk, first: int, last: int) -> npt.NDArray[np.float32]:
        """Do the steps from `first` to before `last` of a chunk.

        Returns:
            The MSE per pixel of each of these steps, before it changed the weights.
        """
        if self._chunk_first != chunk.first:
            arrays = [chunk.which] if chunk.inputs is None else [chunk.which, chunk.inputs]
            self._chunk = tuple(tf.constant(array) for array in arrays)
            self._chunk_first = chunk.first
        places = (tf.constant(place) for place in (chunk.first, first, last))
        losses: npt.NDArray[np.float32] = self._run(self._chunk, *places).numpy()
        return losses[first:last]

    def validation_loss(self) -> float:
        """The MSE per pixel on the digits set aside."""
        inputs, targets = self._held
        return float(np.mean(np.square(self._rebuild(inputs).numpy() - targets)))

    @property
    def state(self) -> list[npt.NDArray[np.float32]]:
        """Everything that steps change: the weights, and what the optimiser remembers."""
        return [variable.numpy() for variable in (*self._variables, *self._optimiser.slots)]

    @state.setter
    def state(self, state: list[npt.NDArray[np.float32]]) -> None:
        variables = (*self._variables, *self._optimiser.slots)
        for variable, value in zip(variables, state, strict=True):
            variable.assign(value)

    def _steps(self, chunk: tuple[Tensor, ...], before: Tensor, first: Tensor, last: Tensor) -> Any:
        which, *inputs = chunk

        def step(index: Tensor, losses: Any) -> tuple[Tensor, Any]:
            targets = tf.gather(self._images, which[index])
            mse = self._step(before + index, inputs[0][index] if inputs else targets, targets)
            return index + 1, losses.write(index, mse)

        losses = tf.TensorArray(tf.float32, self._chunk_steps, element_shape=())
        _, losses = tf.while_loop(
            lambda index, _: index < last, step, (first, losses), parallel_iterations=1
        )
        return losses.stack()

    def _step(self, number: Tensor, images: Tensor, targets: Tensor) -> Tensor:
        """Change the weights once; returns the MSE from before."""
        terms = self._optimiser.terms(number)
        others: list[Variable] = []
        with tf.GradientTape() as tape:
            tape.watch(images)
            outputs = images
            for place, layer in enumerate(self._layers):
                if isinstance(layer, keras.layers.Dense):
                    first = not any(before.weights for before in self._layers[:place])
                    outputs = self._dense(layer, outputs, terms, first=first)
                else:
                    outputs = layer(outputs)
                    others += [weights.value for weights in layer.weights]
            mse = tf.reduce_mean(tf.square(outputs - tf.stop_gradient(targets)))
            loss = mse if self._loss == "mse" else _binary_crossentropy(targets, outputs)
        _, *gradients = tape.gradient(loss, [images, *others])
        for variable, gradient in zip(others, gradients, strict=True):
            self._optimiser.apply(terms, variable, gradient)
        return mse

    def _dense(
        self, layer: Any, inputs: Tensor, terms: dict[str, Tensor], *, first: bool
    ) -> Tensor:
        """A dense layer that is changed on the way back; the first needs no gradient of its input.

        The gradient of the input comes first, so that the kernel is free to be changed in place.
        It is written as kernel × gradient: turning the small matrix round is quicker.
        """
        kernel, bias = layer.kernel.value, layer.bias.value

        @tf.custom_gradient  # type: ignore[untyped-decorator]
        def product(inputs: Tensor, weights: Tensor, offset: Tensor) -> tuple[Tensor, Any]:
            def gradients(upstream: Tensor) -> tuple[Tensor, None, None]:
                back = (
                    tf.zeros_like(inputs)
                    if first
                    else tf.transpose(tf.matmul(weights, upstream, transpose_b=True))
                )
                with tf.control_dependencies([back]):
                    gradient = tf.matmul(inputs, upstream, transpose_a=True)
                    self._optimiser.apply(terms, kernel, gradient)
                    self._optimiser.apply(terms, bias, tf.reduce_sum(upstream, axis=0))
                return back, None, None

            return tf.nn.bias_add(tf.matmul(inputs, weights), offset), gradients

        return layer.activation(product(inputs, _read(kernel), _read(bias)))


def _read(variable: Variable) -> Tensor:
    """A variable's value, unseen by the gradient tape, which would ask for its gradient."""
    return tf.raw_ops.ReadVariableOp(resource=variable.handle, dtype=tf.float32)


def _binary_crossentropy(targets: Tensor, outputs: Tensor) -> Tensor:
    outputs = tf.clip_by_value(outputs, _SURE, 1 - _SURE)
    return -tf.reduce_mean(
        targets * tf.math.log(outputs) + (1 - targets) * tf.math.log(1 - outputs)
    )
