"""Networks of a visitor's own on Rebuild and on the latent space page, without a browser."""

import gc
import json
from dataclasses import replace

import numpy as np
import pytest

from aecore.data import digits
from aecore.errors import ModelError
from aecore.jobs.run import Run
from aecore.models import archive, zoo
from aecore.models.card import FILE_NAME, Card, Files
from aecore.models.inference import DECODER, ENCODER, Model
from aecore.web.rebuild import measures_panel
from aecore.web.session import available_models, held_out
from aecore.web.session.lru_cache import LRUCache
from aecore.web.session.visitor import Visitor, example
from tests.app.app_page import AppPage
from tests.app.own_models import trained
from tests.core.networks import random_files

BOX = "rebuild_model"


def use(app: AppPage, name: str) -> AppPage:
    """Choose a network on another page and come to Rebuild."""
    app.go("latent")
    app.visitor.model = name
    return app.go("rebuild")


def with_card(**changes: object) -> Files:
    files = random_files()
    return {**files, FILE_NAME: replace(Card.parse(files[FILE_NAME]), **changes).text()}  # type: ignore[arg-type]


@pytest.fixture
def me() -> Visitor:
    return Visitor("classic", "gaussian", 0, 1, example(3))


# On the pages


@pytest.mark.parametrize(
    ("code_size", "noise"),
    [(1, "gaussian:0"), (2, "blur:0.5"), (3, "gaussian:0"), (64, "blur:0.5")],
)
def test_it_works_on_both_pages(code_size: int, noise: str, runs: list[Run]) -> None:
    app = AppPage(noise=noise)
    mine = trained("The original recipe", code_size=code_size)
    runs.append(mine)
    use(app, mine.id)
    numbers = "1 number" if code_size == 1 else f"{code_size} numbers"
    assert app.selectbox(BOX).options[0] == f"yours: The original recipe, {numbers}"
    assert app.selectbox(BOX).options[1:] == [zoo.RECIPES[name].title for name in zoo.shipped()]
    assert app.selectbox(BOX).value == mine.id
    assert numbers in app.said
    app.go("latent")
    assert app.selectbox("latent_model").value == mine.id
    assert "Your network practised on 4,000 of these 5,000 digits" in app.said
    for panel in ("latent_rival", "latent_quality"):
        app.session_state[panel] = True
    app.run()
    assert "Both learned from the same 4,000 digits" in app.said
    assert "PCA was fitted to the same digits" in app.said


def test_what_it_shows_comes_from_that_network(runs: list[Run]) -> None:
    app = AppPage(digit="4700")
    mine = trained()
    runs.append(mine)
    use(app, mine.id)
    assert mine.files
    model, image = Model(mine.files), digits.embedded().images[4700:4701]
    error = np.mean((model.reconstruct(image) - image) ** 2)
    assert f"Error **{error:.4f}**" in app.said
    card = model.card
    about = app.selectbox("rebuild_model").help
    assert f"its error is {card.figures[0]['mse']:.4f}" in about
    assert "You trained it, 45 steps on 4,000 of the 5,000 embedded MNIST digits." in about


def test_its_name_is_not_in_the_address(runs: list[Run]) -> None:
    app = AppPage(model="denoise")
    mine = trained()
    runs.append(mine)
    use(app, mine.id)
    assert "model" not in app.address
    assert mine.id not in str(app.query_params)
    assert "all but the network, which is yours alone" in app.shown("share")["text"]["copied"]
    app.selectbox(BOX).set_value("original").run()
    assert app.address["model"] == "original"


def test_a_run_that_is_forgotten_is_one_sentence(runs: list[Run]) -> None:
    app = AppPage()
    mine = trained()
    gone = "That network is gone"
    runs.append(mine)
    use(app, mine.id)
    assert not app.warning
    runs.clear()
    app.run()  # on the open page
    assert app.visitor.model == zoo.first()
    assert gone in app.warning[0].value
    assert "It squeezed your digit into **2 numbers**" in app.said
    app.run()
    assert gone in app.warning[0].value  # until another is chosen
    app.selectbox(BOX).set_value("denoise").run()
    assert not app.warning
    app.visitor.model = mine.id
    app.go("latent")
    assert gone in app.warning[0].value
    assert app.selectbox("latent_model").value == zoo.first()


def test_nobody_gets_anothers_network(runs: list[Run]) -> None:
    theirs = trained("Secret")
    app = AppPage()
    runs.append(theirs)
    use(app, theirs.id)  # it is opened, and cached
    assert "yours: Secret" in app.selectbox(BOX).options[0]
    app.go("latent")
    runs.clear()  # now it is somebody else's
    use(app, theirs.id)
    assert app.visitor.model == zoo.first()
    assert not any("Secret" in option for option in app.selectbox(BOX).options)
    assert AppPage(model=theirs.id).visitor.model == zoo.first()


def test_only_networks_that_are_done_and_sound_are_offered(runs: list[Run]) -> None:
    app = AppPage()
    waiting, failed = (trained() for _ in range(2))
    for one in (waiting, failed):
        one.files = None
    absurd = trained("ran away", files=with_card(example_errors=[float("nan")] * 101))
    damaged = trained("damaged", files={**random_files(), FILE_NAME: b"{"})
    runs.extend([waiting, failed, absurd, damaged])
    app.run()
    assert len(app.selectbox(BOX).options) == len(zoo.shipped())


def test_titles_are_told_apart_the_newest_first(runs: list[Run]) -> None:
    app = AppPage()
    runs.extend([trained("One"), trained("Two"), trained("One")])
    app.run()
    assert app.selectbox(BOX).options[:3] == [
        "yours: One, 3 numbers (2)",
        "yours: Two, 3 numbers",
        "yours: One, 3 numbers (1)",
    ]


def test_the_gallery_offers_what_is_new_to_it(runs: list[Run]) -> None:
    app = AppPage()
    assert "**no network here was trained on**" in app.said
    mine = trained()
    runs.append(mine)
    use(app, mine.id)
    assert "**your network never practised on**" in app.said
    assert "no network here" not in use(app, "classic").said  # his own was
    use(app, mine.id)
    app.visitor.hand = 499  # more than there are
    assert min(app.run().shown("gallery")["ids"]) >= 4000
    labels = digits.embedded().labels
    for hand in range(200):
        places = digits.of_one_hand(hand, 4000)
        assert places.min() >= 4000
        assert labels[places].tolist() == list(range(10))
    everything = {int(place) for hand in range(500) for place in digits.of_one_hand(hand, 0)}
    assert len(everything) == 5000


def test_it_says_when_the_digit_is_one_of_the_practice(runs: list[Run]) -> None:
    mine = trained()
    runs.append(mine)
    for place, practised in ((3, True), (3999, True), (4000, False)):
        app = AppPage(digit=str(place))
        use(app, mine.id)
        assert ("**practised on** this very digit" in app.said) == practised
    assert "this very digit" not in AppPage(digit="3").said


def test_the_figures_say_where_they_were_measured(runs: list[Run]) -> None:
    app = AppPage(digit="4700")
    mine = trained()
    runs.append(mine)
    for model, count, judges in (
        ("classic", "5,000", "the 10,000 MNIST test digits"),
        (mine.id, "1,000", "1,000 MNIST digits set aside"),
    ):
        use(app, model)
        card = available_models.open_model(app.visitor, model).card if model == "classic" else None
        found = card or Card.parse((mine.files or {})[FILE_NAME])
        assert f"{held_out.judged(found):,}" == count
        assert measures_panel._judges(found.figures[0]) == judges


# Brought from home


def test_a_brought_network_works_and_its_card_is_a_claim() -> None:
    app = AppPage()
    name = available_models.bring(app.visitor, archive.pack(random_files(), "From *home*"))
    use(app, name)
    assert app.selectbox(BOX).options[0] == "brought: From home, 3 numbers"
    assert app.selectbox(BOX).value == name
    words = f"{app.said} {app.selectbox('rebuild_model').help}"
    assert "Its card says: 45 steps on 4,000 of the 5,000 embedded MNIST digits." in words
    assert "Measured here, on the last 1,000 embedded digits" in words
    assert "**by its own account**" in words
    assert "Whether your network practised on this very digit, nobody here can tell." in words
    app.go("latent")
    assert "nobody here can tell" in app.said
    available_models.let_go(app.visitor, name)
    app.run()
    assert "That network is gone" in app.warning[0].value


def test_three_may_be_here_at_once(me: Visitor) -> None:
    *contents, more = (
        archive.pack(random_files(seed=seed), "Again")
        for seed in range(available_models.MAX_BROUGHT + 1)
    )
    names = [available_models.bring(me, content) for content in contents]
    assert available_models.own(me) == names[::-1]
    assert [available_models.title(me, name)[-4:] for name in names] == [" (1)", " (2)", " (3)"]
    with pytest.raises(ModelError, match="let one go first"):
        available_models.bring(me, more)
    available_models.let_go(me, names[0])
    assert available_models.bring(me, more) in available_models.own(me)


def test_they_are_nobody_elses_and_go_with_their_visitor(me: Visitor) -> None:
    name = available_models.bring(me, archive.pack(random_files(), "Mine"))
    other = Visitor("classic", "gaussian", 0, 1, example(3))
    assert name not in available_models.names(other)
    assert available_models.known(other, name) == zoo.first()
    with pytest.raises(ModelError, match="gone"):
        available_models.files(other, name)
    assert available_models.open_model(other, name) is zoo.open_model(zoo.first())
    assert available_models.open_model(me, name).code_size == 3
    left = Visitor("classic", "gaussian", 0, 1, example(3))
    name = available_models.bring(left, archive.pack(random_files(), "Left behind"))
    assert name in available_models._brought
    del left
    gc.collect()
    assert name not in available_models._brought


def test_memory_for_brought_networks_is_bounded(
    me: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = [archive.pack(random_files(seed=seed), "One of many") for seed in range(3)]
    room = LRUCache[Files](100_000, lambda files: sum(map(len, files.values())))
    monkeypatch.setattr(available_models, "_brought", room)
    first, _between, last = (available_models.bring(me, content) for content in contents)
    assert len(room) < 3
    assert last in available_models.own(me)
    assert first not in available_models.own(me)
    assert available_models.open_model(me, first).code_size == zoo.open_model("classic").code_size


def test_refused_zips_change_nothing(me: Visitor) -> None:
    with pytest.raises(ModelError, match="was not made by"):
        available_models.bring(me, b"no zip")
    assert available_models.own(me) == []


# What is kept open


def test_networks_in_use_stay_open_and_others_make_room() -> None:
    runs = [trained(str(number)) for number in range(4)]
    one = available_models.Opened("x", Model(runs[0].files or {}))
    cache = LRUCache[available_models.Opened](3 * one.bytes, lambda found: found.bytes)
    for found in runs:
        files = found.files or {}
        name = found.id
        cache.find(name, lambda name=name, files=files: available_models.Opened(name, Model(files)))  # type: ignore[misc]
        cache.get(runs[0].id)
    assert runs[0].id in cache
    assert runs[1].id not in cache
    assert len(cache) == 3


def test_the_newest_stays_even_if_it_is_too_large() -> None:
    cache = LRUCache[str](5, len)
    cache.put("a", "xx")
    cache.put("b", "x" * 9)
    assert cache.get("b")
    assert "a" not in cache
    cache.put("b", "x")
    cache.put("c", "xxxx")
    assert len(cache) == 2
    cache.drop("b")
    cache.drop("b")
    assert len(cache) == 1


def test_memory_is_reckoned_with_all_that_is_kept() -> None:
    files = random_files(width=200)
    found = available_models.Opened("x", Model(files))
    assert isinstance(found.live_weights, bytes)  # no address that others could ask for
    kept = len(found.live_weights) + found.space.codes.nbytes
    assert found.bytes > kept + 2 * (len(files[ENCODER]) + len(files[DECODER]))


def test_the_same_network_is_opened_once(me: Visitor) -> None:
    name = available_models.bring(me, archive.pack(random_files(), "Once"))
    assert available_models.opened(me, name) is available_models.opened(me, name)
    assert available_models.opened(me, name).space is available_models.opened(me, name).space
    blob = available_models.opened(me, name).live_weights
    assert isinstance(blob, bytes)
    size = int.from_bytes(blob[:4], "little")
    assert json.loads(blob[4 : 4 + size])["name"] == name


# Words


def test_titles_are_plain(runs: list[Run]) -> None:
    app = AppPage()
    runs.extend([trained("[a](http://b) **c**")])
    app.run()
    assert app.selectbox(BOX).options[0] == "yours: a(httpb) c, 3 numbers"


@pytest.mark.parametrize("name", zoo.shipped())
def test_shipped_networks_never_saw_an_embedded_digit(name: str) -> None:
    card = zoo.open_model(name).card
    assert held_out.practised(card) == 0
    assert held_out.judged(card) == 5000
    assert held_out.points(card) == ""
