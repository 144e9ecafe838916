"""What stands on the stage before a visitor has trained anything: a network that came with the app.

It is told like a run, from its card and what it makes of the digits that every run is watched on.
"""

import numpy as np
import streamlit as st

from aecore.config import Images
from aecore.data.split import embedded_training
from aecore.i18n.message import Message
from aecore.jobs.run import Order, Report, Run
from aecore.jobs.snapshots import Watch, mapped
from aecore.models import metrics, zoo
from aecore.models.pca import PixelPca
from aecore.models.zoo import PlainRecipe
from aecore.training.baselines import Baselines


@st.cache_resource(show_spinner=False, max_entries=16)
def example(own: bytes) -> Run:
    """The shipped network of the original recipe as a finished run with one frame.

    Args:
        own: The visitor's digit, as in `Order`.
    """
    recipe = _recipe()
    model = zoo.open_model(recipe.name)
    curve, steps = model.card.losses, int(model.card.trained["steps"])
    last = float(curve["losses"][-1])
    called = Message(recipe.title)
    run = Run("", Order(called, recipe.name, recipe.model, recipe.training, "full", own))
    run.id = f"example-{recipe.name}"
    run.take(
        Report(
            steps=steps,
            step=steps,
            losses=np.array(curve["losses"], np.float32),
            validation=tuple(curve["validation"][-1]),
            frame=Watch(own).frame(model.encode, model.decode, step=steps, loss=last),
            baselines=_baselines(recipe.model.code_size),
        )
    )
    run.move("finished")
    return run


def _recipe() -> PlainRecipe:
    """The original one, or another with a learning curve where its network's files are damaged."""
    whole = [zoo.RECIPES[name] for name in zoo.shipped()]
    plain = [recipe for recipe in whole if isinstance(recipe, PlainRecipe)]
    return zoo.ORIGINAL if zoo.ORIGINAL in plain else plain[0]


@st.cache_resource(show_spinner=False)
def _baselines(code_size: int) -> Baselines:
    """On the digits of the map, fitted to the other embedded ones."""
    others, judges = embedded_training().images, mapped().images
    pca = PixelPca.fit(others, code_size)
    average = np.broadcast_to(others.mean(axis=0), judges.shape)
    return Baselines(_error(judges, average), _error(judges, pca.decode(pca.encode(judges))))


def _error(images: Images, others: Images) -> float:
    return float(metrics.mse(images, others).mean())
