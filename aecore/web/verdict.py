"""What the figures of one reconstruction mean, in plain words of Markdown."""

from aecore.reconstruction import Reconstruction

_AVERAGE_DIGIT = 0.07  # 0.0675 on the test digits: `python -m aecore benchmark models --data FILE`
_ABOUT = 0.05  # errors closer than this share count as equal
_ALIKE = (
    (0.9, "nearly the same"),
    (0.7, "much alike"),
    (0.45, "somewhat alike"),
    (-1, "not alike"),
)


def sentence(found: Reconstruction) -> str:
    """The result in one or two plain sentences."""
    numbers = _numbers(found.card.code_size)
    if found.noise is None:
        return (
            f"It squeezed your digit into **{numbers}** and rebuilt it from nothing else: "
            f"**closer than {found.closer_than:.0%} of unseen digits** it was tried on."
        )
    ratio = found.error / max(found.noise_error, 1e-9)
    if ratio < 1 - _ABOUT:
        gone = 1 - ratio
        return (
            f"The network took **{gone:.0%} of the damage away**: it squeezed your spoiled digit "
            f"into {numbers}, and the noise did not fit through."
        )
    if ratio < 1 + _ABOUT:
        return (
            "Here the network **gained nothing**: the rebuilt digit is about as far from the "
            f"clean one as the spoiled one. Squeezing into {numbers} lost what it cleaned up."
        )
    times = f"{ratio:.1f}" if ratio < 10 else f"{ratio:.0f}"
    return (
        f"Here the network **made it worse**: the rebuilt digit is {times} times as far from the "
        f"clean one as the spoiled one. Squeezing into {numbers} lost more than the noise did."
    )


def figures(found: Reconstruction) -> str:
    """Error and similarity, before and after, in one line."""
    after = found.measure(found.rebuilt)
    if found.noise is None:
        errors = f"Error **{after.mse:.4f}**"
    else:
        errors = f"Error before **{found.noise_error:.4f}**, after **{after.mse:.4f}**"
    alike = next(word for least, word in _ALIKE if after.ssim >= least)
    return (
        f"{errors} (0 is perfect, always painting the average digit would be about "
        f"{_AVERAGE_DIGIT}). "
        f"Similarity **{after.ssim:.2f}** of 1: {alike}."
    )


def _numbers(size: int) -> str:
    return f"{size} number{'s' if size > 1 else ''}"
