"""The mathematics of a topographic map: a code that survives being sent a little astray.

A digit x is written down as one place of a lattice; the channel may move it to a neighbour; the
decoder D draws the picture of where it arrived. What is made smaller is the error that is then to
be expected. With E(x, k) = |x - D(place k)|² and h(k, j) the chance that k arrives as j,

    E'(x, k) = Σ_j h(k, j) E(x, j),    F = Σ_k p(k | x) E'(x, k) - T H(p).

For a given map the best p is softmax(-E' / T); for given p the decoder makes Σ p E' smaller. While
the channel is wide, neighbours learn almost the same picture, and that lays the map out smoothly;
then it is narrowed, and the map gets sharp. An encoder q(k | x) takes the place of p in the end.

Sources: S. P. Luttrell, A Bayesian analysis of self-organizing maps, Neural Computation 1994; with
a hard choice and samples one by one it is T. Kohonen's map, 1982.

Pixels are (n, 784), pictures of a lattice (side², 784), what stands over places (n, side²).
"""

from typing import Any, TypeAlias

from aecore.training.frameworks import tf

Tensor: TypeAlias = Any


def channel(side: int, width: Tensor) -> Tensor:
    """The chance of arriving in each column when sent to each: (side, side), rows sum to 1.

    Args:
        side: Places in a row of the lattice.
        width: Standard deviation of the Gaussian, in cells.
    """
    at = tf.range(side, dtype=tf.float32)
    chances = tf.exp(-0.5 * tf.square((at[:, tf.newaxis] - at) / width))
    return chances / tf.reduce_sum(chances, axis=1, keepdims=True)


def squared_errors(pixels: Tensor, pictures: Tensor) -> Tensor:
    """E, the squared distance of every image to every picture."""
    own = tf.reduce_sum(tf.square(pixels), axis=1, keepdims=True)
    others = tf.reduce_sum(tf.square(pictures), axis=1)
    return own + others - 2 * tf.matmul(pixels, pictures, transpose_b=True)


def expected_errors(errors: Tensor, chances: Tensor) -> Tensor:
    """E', the mean of E over where each place arrives; rows and columns go astray separately."""
    side = chances.shape[0]
    squares = tf.reshape(errors, (-1, side, side))
    moved = tf.einsum("ki,bij,lj->bkl", chances, squares, chances)
    return tf.reshape(moved, tf.shape(errors))


def map_loss(expected: Tensor, temperature: Tensor) -> Tensor:
    """The mean of Σ p E' with the best p, which is held fixed: what the decoder makes smaller."""
    choice = tf.nn.softmax(tf.stop_gradient(-expected / temperature))
    return tf.reduce_mean(tf.reduce_sum(choice * expected, axis=1))


def encoder_loss(
    choice: Tensor, expected: Tensor, temperature: Tensor, decided: Tensor
) -> tuple[Tensor, Tensor]:
    """How far an encoder is from the best choice, and the error that it leaves to the decoder.

    Args:
        choice: (n, side²), the encoder's q.
        expected: (n, side²), E' of the clean images.
        temperature: T.
        decided: From 0 for KL(p, q), which covers every place that may be right, to 1 for
            KL(q, p) = F / T + constant, which settles for one of them.

    Returns:
        The encoder's loss; and the mean of Σ q E' with q held fixed, the decoder's.
    """
    wanted = tf.nn.log_softmax(-tf.stop_gradient(expected) / temperature)
    found = tf.math.log(tf.maximum(choice, 1e-30))
    covering = tf.reduce_sum(tf.exp(wanted) * (wanted - found), axis=1)
    deciding = tf.reduce_sum(choice * (found - wanted), axis=1)
    encoder = tf.reduce_mean((1 - decided) * covering + decided * deciding)
    left = tf.reduce_sum(tf.stop_gradient(choice) * expected, axis=1)
    return encoder, tf.reduce_mean(left)
