"""What the first visitors would wait for, done before anybody comes."""

import gc
import importlib
import pkgutil
import threading

from threadpoolctl import threadpool_limits

from aecore import memory, web
from aecore.i18n import language
from aecore.latent import space
from aecore.models import zoo
from aecore.web.rebuild import diagram
from aecore.web.session import held_out, spaces, transfer, visitor
from aecore.web.story import uses, worksheet
from aecore.web.widgets import verdict


def warm_up() -> None:
    """Load the code of all pages, and read and compute once what Rebuild needs for everybody."""
    memory.give_back()
    for module in pkgutil.walk_packages(web.__path__, f"{web.__name__}."):
        importlib.import_module(module.name)
    # the other threads of linear algebra spin long after each product, and what it computes for a
    # visitor is small: two thirds of the processor time of a stroke
    threadpool_limits(1, user_api="blas")
    found = diagram.reconstruct(visitor.begin({}))
    verdict.sentence(found)
    held_out.practised(found.card)
    for name in language.languages():
        language.own_name(name)  # reads its catalogue
    memory.spare_loaded()
    threading.Thread(target=_go_on, name="warm-up", daemon=True).start()


def _go_on() -> None:
    """What many visitors would wait for together, where the first one may be there already."""
    spaces.prepare(space.shipped(zoo.first()))
    transfer.prepare(zoo.first())
    uses.measured()
    worksheet.questions()
    gc.collect()  # what all this took on the way goes back to the system
