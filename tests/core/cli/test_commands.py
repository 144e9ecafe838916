import importlib
import json
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from aecore import __main__ as command_line
from aecore import benchmarks, pictures
from aecore.config import Images, ModelConfig
from aecore.models import zoo
from aecore.models.card import Card
from aecore.models.inference import Model
from aecore.training.presets import PRESETS
from tests.core.cli.conftest import Refused, Run
from tests.core.picture_file import tiff
from tests.core.training_runs import wait_for

SMALL = ModelConfig(code_size=3, widths=(16,))  # as in `long_run`


@pytest.fixture
def picture(examples: Images, tmp_path: Path) -> Path:
    path = tmp_path / "digit.png"
    Image.fromarray((examples[0, ..., 0] * 255).astype(np.uint8)).resize((140, 140)).save(path)
    return path


def test_train_makes_a_model(
    run: Run, tiny_mnist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny_recipe: Any
) -> None:
    monkeypatch.setitem(zoo.RECIPES, "tiny", tiny_recipe)
    folder = tmp_path / "made"
    said = run(
        *("train", "tiny", "--data", tiny_mnist, "--out", folder),
        *("--steps", "3", "--code-size", "5", "--seed", "8"),
    )
    assert said.startswith(f"{folder}: error 0.")
    model = Model(folder)
    assert model.code_size == 5
    assert model.card.trained["steps"] == 3
    assert model.card.recipe["training"]["seed"] == 8
    assert model.card.data["images"] == 200
    assert sorted(path.name for path in folder.iterdir()) == [
        *("card.json", "decoder.onnx", "encoder.onnx", "model.keras")
    ]


def test_the_best_of_several_seeds_is_kept(run: Run, tiny_mnist: Path, tmp_path: Path) -> None:
    settings = ("--code-size", "3", "--seed", "4", "--seeds", "2")
    command = ("train", "original", "--data", tiny_mnist, *settings, "--out", tmp_path / "made")
    run(*command, "--steps", "2")
    tried = [Card.read(tmp_path / f"made-seed-{seed}") for seed in (4, 5)]
    kept = Card.read(tmp_path / "made")
    losses = [card.losses["validation"][-1][1] for card in tried]
    assert kept.recipe == tried[int(np.argmin(losses))].recipe
    assert kept.seeds["tried"] == [4, 5]
    clean = [card.figures[0]["mse"] for card in tried]
    assert kept.seeds["mse"]["none"]["mean"] == pytest.approx(np.mean(clean), abs=1e-6)
    assert kept.seeds["mse"]["none"]["spread"] == pytest.approx(np.std(clean, ddof=1), abs=1e-6)

    card = tmp_path / "made-seed-4" / "card.json"
    written = card.stat().st_mtime_ns
    run(*command, "--steps", "2")
    assert card.stat().st_mtime_ns == written  # what is there is not made again
    run(*command, "--steps", "3")
    assert Card.read(card.parent).trained["steps"] == 3  # but for other settings it is


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (("--code-size", "3"), "always has 2 numbers"),
        (("--steps", "3"), "give --epochs"),
        (("--epochs", "0"), "at least one epoch"),
        (("--seeds", "0"), "at least one seed"),
    ],
)
def test_maps_refuse(refused: Refused, settings: tuple[str, str], sentence: str) -> None:
    assert sentence in refused("train", "map", *settings)


def test_train_takes_presets(
    run: Run, tiny_mnist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    small = replace(PRESETS["one-number"], model=ModelConfig(code_size=1, widths=(8,)))
    monkeypatch.setitem(PRESETS, "one-number", small)
    said = run("train", "--preset", "one-number", "--data", tiny_mnist, "--steps", "2")
    assert said.startswith("models/one-number: error 0.")
    card = Model(tmp_path / "models" / "one-number").card
    assert (card.code_size, card.recipe["training"]["schedule"]) == (1, "cosine")


def test_train_help_tells_recipes_and_presets(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit):
        command_line.main(["train", "--help"])
    said = capsys.readouterr().out
    assert all(name in said for name in (*zoo.RECIPES, *PRESETS))


@pytest.fixture
def long_run(tmp_path: Path) -> list[str]:
    """A command that trains for a while, unless it is told to stop earlier."""
    program = (
        "import sys\n"
        "from dataclasses import replace\n"
        "from aecore import terminal\n"
        "from aecore.training import checkpoint, presets\n"
        "from aecore.__main__ import main\n"
        "from aecore.config import ModelConfig\n"
        "preset = presets.PRESETS['denoise']\n"
        "model = ModelConfig(code_size=3, widths=(16,))\n"
        "presets.PRESETS['denoise'] = replace(preset, model=model)\n"
        "checkpoint.Checkpoint.__init__.__kwdefaults__['seconds'] = 0.1\n"
        "sys.exit(terminal.run(main))\n"
    )
    out = str(tmp_path / "made")
    return ["-c", program, "train", "--preset", "denoise", "--steps", "400", "--out", out]


def _begin(command: list[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=Path(__file__).parents[3],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_ended_training_goes_on_to_the_same_weights(
    long_run: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    checkpoint = tmp_path / "made.checkpoint.npz"
    with _begin(long_run) as first:
        wait_for(checkpoint.exists, "a checkpoint")
        first.send_signal(signal.SIGINT)
        out, err = first.communicate(timeout=60)
    assert (first.returncode, out) == (130, "")
    assert err.splitlines() == ["Interrupted; the same command goes on from there."]
    before = checkpoint.stat().st_mtime_ns
    with _begin(long_run) as second:
        wait_for(lambda: checkpoint.stat().st_mtime_ns > before, "a later checkpoint")
        second.kill()
    assert [path.name for path in tmp_path.iterdir()] == ["made.checkpoint.npz"]

    monkeypatch.setitem(PRESETS, "denoise", replace(PRESETS["denoise"], model=SMALL))
    for name in ("made", "whole"):
        assert command_line.main([*long_run[2:-1], str(tmp_path / name)]) == 0
    assert "it goes on after" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made", "whole"]
    for part in ("encoder.onnx", "decoder.onnx"):
        made = (tmp_path / "made" / part).read_bytes()
        assert made == (tmp_path / "whole" / part).read_bytes()


def test_damaged_checkpoints_begin_anew(
    capsys: pytest.CaptureFixture[str], tiny_mnist: Path, tmp_path: Path
) -> None:
    (tmp_path / "made.checkpoint.npz").write_bytes(b"half")
    command = ["train", "original", "--data", tiny_mnist, "--out", tmp_path / "made"]
    assert command_line.main([*map(str, command), "--steps", "2"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"{tmp_path / 'made'}: error")
    assert "made.checkpoint.npz cannot be read: it begins anew." in err
    assert not (tmp_path / "made.checkpoint.npz").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nope"], "no recipe 'nope'"),
        (["better"], "or --preset with one of"),
        (["--preset", "nope"], "no preset 'nope'"),
        ([], "Expected either a recipe"),
        (["classic", "--preset", "best"], "Expected either a recipe"),
        (["classic", "--code-size", "0"], "code size from 1 to 64"),
        (["classic", "--code-size", "65"], "code size from 1 to 64"),
        (["classic", "--steps", "0"], "at least 1"),
        (["classic", "--epochs", "-1"], "at least 1"),
        (["classic", "--seed", "-1"], "seed from 0"),
        (["classic", "--steps", "1", "--epochs", "1"], "not allowed with"),
        (["classic", "--steps", "many"], "invalid int value"),
        (["classic", "--data", "absent.npz"], "There is no file absent.npz"),
        (["classic", "--data", "."], "cannot be read as MNIST"),
        (["classic", "--out", "/"], "is not a model"),
        (["classic", "--out", "/dev/null/model"], "cannot be written"),
    ],
)
def test_train_refuses(arguments: list[str], sentence: str, refused: Refused) -> None:
    assert sentence in refused("train", *arguments)


def test_train_refuses_too_few_digits(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / "few.npz"
    pixels, labels = np.zeros((9, 28, 28), np.uint8), np.zeros(9, np.uint8)
    np.savez(path, x_train=pixels, y_train=labels, x_test=pixels, y_test=labels)
    said = refused("train", "original", "--data", path, "--out", tmp_path / "model")
    assert "Expected at least 128 images" in said
    assert not (tmp_path / "model").exists()


def test_evaluate_prints_figures(run: Run, tiny_model_folder: Path, tiny_mnist: Path) -> None:
    figures = json.loads(
        run("evaluate", tiny_model_folder, "--data", tiny_mnist, "--noise", "blur:0.5", "--json")
    )
    expected = {"mse", "psnr", "ssim", "images", "split", "code_size", "noise", "noise_mse"}
    assert set(figures) == expected
    assert (figures["images"], figures["split"]) == (40, "test")
    assert figures["noise"] == "blur:0.5"
    said = run("evaluate", tiny_model_folder, "--data", tiny_mnist, "--noise", "blur:0.5")
    assert f"error {figures['mse']:.4f}" in said
    assert "on 40 test digits, noise blur:0.5" in said


def test_seed_is_the_throw_of_the_noise(
    run: Run, tiny_model_folder: Path, tiny_mnist: Path
) -> None:
    command = ["evaluate", tiny_model_folder, "--data", tiny_mnist, "--noise", "gaussian:0.5"]
    first, again, other = (
        json.loads(run(*command, "--seed", seed, "--json")) for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nope"], "no model 'nope'"),
        (["a" * 5000], "There is no model"),
        (["MODEL", "--data", "absent.npz"], "There is no file"),
        (["MODEL", "--noise", ""], "KIND:STRENGTH"),
        (["MODEL", "--noise", "gaussian"], "KIND:STRENGTH"),
        (["MODEL", "--noise", "fog:0.5"], "no noise called 'fog'"),
        (["MODEL", "--noise", "gaussian:nan"], "from 0 (none) to 1"),
        (["MODEL", "--noise", "gaussian:0.5", "--seed", "-1"], "whole number"),
    ],
)
def test_evaluate_refuses(
    arguments: list[str], sentence: str, refused: Refused, tiny_model_folder: Path
) -> None:
    given = [str(tiny_model_folder) if one == "MODEL" else one for one in arguments]
    assert sentence in refused("evaluate", *given)


def test_summary_counts_weights(run: Run, tiny_model_folder: Path) -> None:
    said = run("summary", tiny_model_folder)
    assert f"encoder: {784 * 16 + 16 + 16 * 16 + 16 + 16 * 3 + 3:,} weights" in said
    parts = json.loads(run("summary", tiny_model_folder, "--json"))
    assert list(parts) == ["encoder", "decoder"]
    assert set(parts["encoder"][0]) == {"layer", "gives", "weights"}


def test_summary_refuses(refused: Refused, tmp_path: Path) -> None:
    assert "There is no model in" in refused("summary", tmp_path)
    (tmp_path / "card.json").write_text("{")
    assert "is damaged" in refused("summary", tmp_path)


def test_models_lists_what_is_shipped(run: Run) -> None:
    rows = json.loads(run("models", "--json"))["models"]
    assert [row["name"] for row in rows] == zoo.shipped()
    assert all({"title", "mse", "code_size"} <= set(row) for row in rows)
    assert len(run("models").splitlines()) == len(rows)


def test_models_takes_nothing_else(refused: Refused) -> None:
    assert "unrecognized arguments" in refused("models", "nope")


def test_reconstruct_writes_a_strip(
    run: Run, tiny_model_folder: Path, picture: Path, tmp_path: Path
) -> None:
    out = tmp_path / "strip.png"
    command = ["reconstruct", tiny_model_folder, picture, "--noise", "gaussian:0.5", "--out", out]
    figures = json.loads(run(*command, "--json"))
    assert {"mse", "psnr", "ssim", "noise_mse", "code"} <= set(figures)
    assert len(figures["code"]) == 3
    assert figures["noise_mse"] > 0.01
    with Image.open(out) as strip:
        assert strip.format == "PNG"
        assert strip.width > 3 * 28
    assert "error 0." in run(*command)


def test_reconstruct_without_noise_is_plain_json(
    run: Run, tiny_model_folder: Path, picture: Path, tmp_path: Path
) -> None:
    out = tmp_path / "strip.png"
    figures = json.loads(run("reconstruct", tiny_model_folder, picture, "--out", out, "--json"))
    assert figures["noise_mse"] == 0


def test_reconstruct_refuses(
    refused: Refused, tiny_model_folder: Path, picture: Path, tmp_path: Path
) -> None:
    out = tmp_path / "strip.png"
    text = tmp_path / "letter.txt"
    text.write_text("Dear")
    begin = ["reconstruct", tiny_model_folder]
    assert "No such file" in refused(*begin, tmp_path / "absent.png", "--out", out)
    assert "Is a directory" in refused(*begin, tmp_path, "--out", out)
    assert "letter.txt: " in refused(*begin, text, "--out", out)
    assert "no model" in refused("reconstruct", "nope", picture, "--out", out)
    assert "no noise called" in refused(*begin, picture, "--noise", "fog:1", "--out", out)
    assert "cannot be written" in refused(*begin, picture, "--out", tmp_path / "no" / "strip.png")
    assert "--out" in refused(*begin, picture)


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    path = tmp_path / "blank.png"
    Image.new("L", (50, 50), 255).save(path)
    return path


@pytest.fixture
def two_digits(examples: Images, tmp_path: Path) -> Path:
    path = tmp_path / "two.png"
    row = np.concatenate([1 - image[..., 0] for image in examples[:2]], axis=1)
    Image.fromarray((row * 255).astype(np.uint8)).resize((560, 280)).save(path)
    return path


def test_normalise_writes_what_the_network_sees(run: Run, picture: Path, tmp_path: Path) -> None:
    out = tmp_path / "digits.npz"
    said = run("normalise", picture, picture, "--out", out)
    assert said.splitlines() == [f"{picture}: 1 digit."] * 2
    with np.load(out, allow_pickle=False) as archive:
        images, names, boxes = archive["images"], archive["names"], archive["boxes"]
    assert images.shape == (2, 28, 28, 1)
    assert images.dtype == np.float32
    assert images.min() >= 0
    assert images.max() <= 1
    np.testing.assert_array_equal(images[0], images[1])
    assert names.tolist() == ["digit.png", "digit.png"]
    assert boxes.shape == (2, 4)
    assert np.all(boxes[:, :2] < boxes[:, 2:])
    assert boxes.min() >= 0
    assert boxes.max() <= 1


def test_normalise_takes_one_digit_or_all(run: Run, two_digits: Path, tmp_path: Path) -> None:
    out = tmp_path / "digits.npz"
    found = pictures.read(pictures.open_picture(two_digits.read_bytes()))
    assert len(found.digits) == 2
    for options, said, expected in (
        ([], "1 of 2 digits (--all-digits takes them all).", found.images[[found.main]]),
        (["--all-digits"], "2 digits.", found.images),
    ):
        assert said in run("normalise", two_digits, "--out", out, *options)
        with np.load(out) as archive:
            np.testing.assert_array_equal(archive["images"], expected)
            assert archive["names"].tolist() == ["two.png"] * len(expected)


def test_normalise_prints_json(
    capsys: pytest.CaptureFixture[str], picture: Path, blank: Path, tmp_path: Path
) -> None:
    out = tmp_path / "digits.npz"
    command = ["normalise", picture, blank, "--json", "--out", out]
    assert command_line.main([str(argument) for argument in command]) == 3
    printed, complaints = capsys.readouterr()
    assert complaints == ""
    first, second = json.loads(printed)["pictures"]
    assert json.loads(printed)["out"] == str(out)
    assert (first["picture"], first["error"]) == (str(picture), None)
    assert [set(digit) for digit in first["digits"]] == [{"box", "doubt"}]
    assert len(first["digits"][0]["box"]) == 4
    assert (second["picture"], second["digits"]) == (str(blank), [])
    assert "no ink" in second["error"]


def test_normalise_goes_on_after_what_it_cannot_use(
    capsys: pytest.CaptureFixture[str], picture: Path, blank: Path, tmp_path: Path
) -> None:
    out = tmp_path / "digits.npz"
    text, empty, large = (tmp_path / name for name in ("letter.png", "empty.png", "large.png"))
    text.write_text("Dear")
    empty.touch()
    with large.open("wb") as file:
        file.truncate(10**12)  # a terabyte of nothing, which is never read
    unusable = [tmp_path / "absent.png", tmp_path, text, empty, large, blank]
    paths = [*unusable[:3], picture, *unusable[3:]]
    assert command_line.main(["normalise", *map(str, paths), "--out", str(out)]) == 3
    printed, complaints = capsys.readouterr()
    assert printed == f"{picture}: 1 digit.\n"
    reasons = ["No such file", "Is a directory", "not a picture", "is empty", "20 MB", "no ink"]
    for line, path, reason in zip(complaints.splitlines(), unusable, reasons, strict=True):
        assert line.startswith(f"{path}: ")
        assert reason in line
    with np.load(out) as archive:
        assert archive["names"].tolist() == ["digit.png"]


def test_normalise_writes_nothing_when_none_can_be_used(
    capsys: pytest.CaptureFixture[str], refused: Refused, blank: Path, tmp_path: Path
) -> None:
    out = tmp_path / "digits.npz"
    assert "blank.png: " in refused("normalise", blank, "--out", out)
    assert command_line.main(["normalise", str(blank), "--json", "--out", str(out)]) == 2
    assert json.loads(capsys.readouterr().out)["out"] is None
    assert not out.exists()


def test_normalise_refuses(refused: Refused, picture: Path, tmp_path: Path) -> None:
    for out in (tmp_path, tmp_path / "no" / "digits.npz"):
        assert "cannot be written" in refused("normalise", picture, "--out", out)
    assert "--out" in refused("normalise", picture)
    assert "PICTURE" in refused("normalise", "--out", tmp_path / "digits.npz")


def test_damaged_notes_leave_no_warning(tmp_path: Path) -> None:
    sizes = [(0x0100, 3, 1, 9), (0x0101, 3, 1, 9), (0x0102, 3, 1, 8), (0x0106, 3, 1, 1)]
    strip = [(0x0111, 4, 1, 8), (0x0116, 3, 1, 9), (0x0117, 4, 1, 81)]
    damaged = (0x9000, 7, 10_000, 8)  # says that it is longer than the file
    path = tmp_path / "blank.tif"
    path.write_bytes(tiff(*sizes, *strip, damaged, pixels=bytes(100)))
    with pytest.warns(UserWarning, match=r"tag|EXIF|Truncated"):
        pictures.open_picture(path.read_bytes())
    done = _process("-m", "aecore", "normalise", str(path), "--out", str(tmp_path / "digits.npz"))
    assert str(path) in done.stdout + done.stderr
    assert "Warning" not in done.stderr


@pytest.mark.parametrize("part", benchmarks.PARTS)
def test_every_benchmark_measures(part: str) -> None:
    assert callable(importlib.import_module(f"aecore.benchmarks.{part}").measure)


def test_benchmark_refuses(refused: Refused) -> None:
    assert "invalid choice" in refused("benchmark", "nope")


def test_no_command_is_one_sentence(refused: Refused) -> None:
    assert "COMMAND" in refused()
    assert "invalid choice" in refused("dance")


def _process(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=Path(__file__).parents[3],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_serving_commands_do_not_load_tensorflow(tiny_model_folder: Path) -> None:
    program = (
        "import sys\n"
        "from aecore.__main__ import main\n"
        "code = main(['models']) + main(['evaluate', sys.argv[1]])\n"
        "print(code, sorted({'tensorflow', 'keras', 'streamlit'} & set(sys.modules)))\n"
    )
    done = _process("-c", program, str(tiny_model_folder))
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "0 []"


def test_tensorflow_adds_nothing_to_the_one_sentence(tmp_path: Path) -> None:
    absent = tmp_path / "absent.npz"
    done = _process("-m", "aecore", "train", "original", "--data", str(absent))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"There is no file {absent}")
    assert len(done.stderr.splitlines()) == 1
