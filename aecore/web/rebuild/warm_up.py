"""What the first visitors would wait for, done before anybody comes."""

import importlib
import pkgutil

from aecore import memory, web
from aecore.i18n import language
from aecore.web.rebuild import diagram
from aecore.web.session import held_out, visitor
from aecore.web.widgets import verdict


def warm_up() -> None:
    """Load the code of all pages, and read and compute once what Rebuild needs for everybody."""
    for module in pkgutil.walk_packages(web.__path__, f"{web.__name__}."):
        importlib.import_module(module.name)
    found = diagram.reconstruct(visitor.begin({}))
    verdict.sentence(found)
    held_out.practised(found.card)
    for name in language.languages():
        language.own_name(name)  # reads its catalogue
    memory.spare_loaded()
