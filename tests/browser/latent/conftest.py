"""What tests of the map share."""

import pytest

from tests.browser.conftest import Visit
from tests.browser.latent_page import LatentPage, open_map


@pytest.fixture
def tab(visit: Visit) -> LatentPage:
    return open_map(visit)
