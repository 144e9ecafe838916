"""The words of the field that the app uses, each explained in one line."""

from dataclasses import dataclass

from aecore.i18n.language import mark


@dataclass(frozen=True)
class Term:
    """A word and what it means.

    Attributes:
        word: As the app writes it, in English; marked for the catalogues.
        meaning: One line that needs no other term, or only terms that are here too; marked.
    """

    word: str
    meaning: str


TERMS = {
    "autoencoder": Term(
        mark("autoencoder"),
        mark("A network that squeezes a picture into a few numbers and rebuilds it from them."),
    ),
    "network": Term(
        mark("network"),
        mark("A long calculation with thousands or millions of little screws that training turns."),
    ),
    "weight": Term(mark("weight"), mark("One of the little screws of a network: a number.")),
    "encoder": Term(mark("encoder"), mark("The half that turns a picture into its code.")),
    "decoder": Term(mark("decoder"), mark("The half that turns a code back into a picture.")),
    "code": Term(mark("code"), mark("The few numbers that a picture is squeezed into.")),
    "latent-space": Term(
        mark("latent space"),
        mark(
            "The map of all codes: every code is a place, and alike pictures mostly lie together."
        ),
    ),
    "pixel": Term(
        mark("pixel"),
        mark("One dot of a picture. Here it is a number from 0, paper, to 1, ink."),
    ),
    "reconstruction": Term(
        mark("reconstruction"), mark("The picture that the decoder rebuilds from a code.")
    ),
    "noise": Term(mark("noise"), mark("What spoils a picture: specks, a hole, blur.")),
    "denoising": Term(mark("denoising"), mark("Rebuilding the clean picture from a spoiled one.")),
    "error": Term(
        mark("error"),
        mark(
            "How far the rebuilt picture is from the real one: the squared difference of a pixel, "
            "averaged over all pixels (MSE). 0 is perfect."
        ),
    ),
    "loss": Term(mark("loss"), mark("The number that training makes smaller: mostly the error.")),
    "psnr": Term(
        mark("PSNR"), mark("The error on a scale for ears and eyes, in decibels: more is better.")
    ),
    "ssim": Term(
        mark("similarity (SSIM)"),
        mark("How alike two pictures look: 1 is the same, 0 is not alike at all."),
    ),
    "training": Term(mark("training"), mark("Guess, compare, adjust, and that again and again.")),
    "step": Term(
        mark("step"), mark("One round of training: guess a few pictures, compare, adjust once.")
    ),
    "batch": Term(mark("batch"), mark("The pictures that a network looks at in one step.")),
    "epoch": Term(mark("epoch"), mark("As many steps as it takes to see every picture once.")),
    "learning-rate": Term(
        mark("learning rate"), mark("How far the screws are turned in one step.")
    ),
    "label": Term(
        mark("label"),
        mark(
            "What somebody wrote beside a picture, such as “this is a 7”. No network here "
            "ever saw one."
        ),
    ),
    "unsupervised": Term(mark("unsupervised"), mark("Learning from pictures without labels.")),
    "layer": Term(
        mark("layer"), mark("One part of a network; each works on what the one before made.")
    ),
    "dense": Term(mark("dense"), mark("A layer in which every number looks at every number.")),
    "convolutional": Term(
        mark("convolutional"), mark("A layer that looks at small patches, everywhere alike.")
    ),
    "activation": Term(
        mark("activation"), mark("The bend after a layer; without it all layers would be one.")
    ),
    "pca": Term(
        mark("PCA"),
        mark(
            "Principal component analysis: the best that can be done with straight lines, without "
            "any network."
        ),
    ),
    "held-out": Term(
        mark("held-out digits"), mark("Digits kept from a network while it learned, to test it.")
    ),
    "mnist": Term(
        mark("MNIST"), mark("70,000 handwritten digits that researchers everywhere test with.")
    ),
    "seed": Term(mark("seed"), mark("A number that fixes chance: the same seed, the same throw.")),
    "morph": Term(mark("morph"), mark("A film in which one digit turns into another.")),
    "atlas": Term(
        mark("map of everything"), mark("What the decoder paints at every place of the map.")
    ),
    "stranger": Term(mark("stranger"), mark("A picture unlike all that a network was trained on.")),
    "auc": Term(
        mark("ROC AUC"),
        mark(
            "How often a stranger looks stranger than a digit, of all pairs: 1 is always, 0.5 is "
            "guessing."
        ),
    ),
    "filter": Term(
        mark("classic filter"), mark("A rule that cleans a picture and was never trained.")
    ),
}
"""By the name that links use."""
