"""Settings of the networks that are made in stages: the map, and the one that cleans up."""

from dataclasses import dataclass, replace

MAP_CODE_SIZE = 2


@dataclass(frozen=True)
class MapNetwork:
    """The shape of a map's network: `aecore.training.topographic_network` builds it.

    Attributes:
        side: Places along one side of the lattice.
        filters: Of the encoder's two convolutions, each of which halves the picture's side.
        units: Of the encoder's dense layer.
        bumps: Of the decoder, along one side. With 32, and a width squared that is a power of
            two, their weights are exact in float16.
        bump_width: Standard deviation of a bump, where the map is 2 wide.
        widths: Units of the decoder's two dense layers.
    """

    side: int = 96
    filters: tuple[int, int] = (32, 64)
    units: int = 96
    bumps: int = 32
    bump_width: float = 2**-4.5
    widths: tuple[int, int] = (352, 352)

    @property
    def code_size(self) -> int:
        """A code is a place on the map."""
        return MAP_CODE_SIZE


@dataclass(frozen=True)
class MapTraining:
    """How a map is made: `aecore.training.topographic_training` does it.

    Attributes:
        start_epochs: On PCA ranks.
        map_epochs: Of the map without an encoder.
        encoder_epochs: Of encoder and map.
        refit_epochs: Of the decoder alone.
        map_batch: Images in a step of `map`.
        batch: Images in a step of the others.
        channel_widths: Standard deviation at the start and at the end, as a share of the map.
        temperatures: At the start and end of `map`, and at the end of `encoder`; in squared error
            summed over the pixels.
        coarse_side: Places along one side of the lattice while the channel is wide.
        seed: The same seed gives the same map on the same machine.
    """

    start_epochs: int = 2
    map_epochs: int = 220
    encoder_epochs: int = 150
    refit_epochs: int = 10
    map_batch: int = 1024
    batch: int = 512
    channel_widths: tuple[float, float] = (8 / 64, 0.33 / 64)
    temperatures: tuple[float, float, float] = (2.0, 0.2, 0.1)
    coarse_side: int = 32
    seed: int = 1

    def of_length(self, epochs: int) -> "MapTraining":
        """The same with so many epochs of the map, and the other stages longer or shorter alike.

        Raises:
            ValueError: If there are fewer than one.
        """
        _require_one(epochs)
        stages = ("start_epochs", "map_epochs", "encoder_epochs", "refit_epochs")
        lengths = {name: getattr(self, name) * epochs / self.map_epochs for name in stages}
        return replace(self, **{name: max(1, round(length)) for name, length in lengths.items()})


@dataclass(frozen=True)
class DenoisingNetwork:
    """The shape of a denoising network: `aecore.training.denoising_network` builds it.

    Attributes:
        code_size: How many numbers the code has.
        filters: Of the encoder's convolutions, each of which halves the picture's side.
        units: Of the dense layer on either side of the code.
        channels: Of the decoder at 7 × 7, and at 14 × 14.
    """

    code_size: int = 32
    filters: tuple[int, ...] = (32, 64, 128)
    units: int = 512
    channels: tuple[int, int] = (48, 32)


@dataclass(frozen=True)
class DenoisingTraining:
    """How a denoising network is made: `aecore.training.denoising_training` does it.

    Attributes:
        epochs: Passes over the training digits.
        batch: Images in one step.
        seed: Of everything that is drawn.
    """

    epochs: int = 300
    batch: int = 512
    seed: int = 1

    def of_length(self, epochs: int) -> "DenoisingTraining":
        """The same with so many epochs.

        Raises:
            ValueError: If there are fewer than one.
        """
        _require_one(epochs)
        return replace(self, epochs=epochs)


def _require_one(epochs: int) -> None:
    if epochs < 1:
        raise ValueError(f"Expected at least one epoch. Received: {epochs}")
