"""The wheel that is built holds all it needs: installed elsewhere, it builds a deck about another paper."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

import instructdeck

ROOT = Path(__file__).parents[1]
TEMPLATES = {path.relative_to(ROOT).as_posix() for path in (ROOT / "templates").rglob("*") if path.is_file()}

PAPER = {
    "content/deck.yml": """\
title: Attention Is All You Need
sections: [transformer]
""",
    "content/transformer/section.yml": """\
title: The Transformer
speaker: {name: Grace}
""",
    "content/transformer/slides.md": r"""
## Attention Is All You Need {#title layout=title}

### A model without recurrence

## Scaled dot-product attention {#attention layout=equation}

$$\mathrm{Attention}(Q, K, V) = \mathrm{softmax}\left(\frac{QK^T}{\sqrt{d_k}}\right)V$$

```python
weights = softmax(query @ key.T / sqrt(d_k))
```
""",
}


def run(*command: str | Path, cwd: Path, code: int = 0) -> str:
    """Run a program as somebody would who has never seen this source tree; gives what it said."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=300,
    )

    assert code == done.returncode, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the source tree: a build compiles into it, and other tests run the program from the tree."""
    folder = tmp_path_factory.mktemp("tree") / "instructdeck"
    for name in ("src", "templates", "content"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "compiled"))
    for file in ROOT.iterdir():
        if file.is_file():
            shutil.copy2(file, folder)
    return folder


@pytest.fixture(scope="module")
def wheel(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a wheel built from the source tree."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "wheel", "--no-build-isolation", "--no-deps", "--no-index", "--wheel-dir", folder, tree, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the `instructdeck` program of a fresh environment that the wheel is installed in."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder / "venv")
    python = folder / "venv" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    run(*pip, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    # The libraries are those of the running environment; a path in a .pth file comes after the environment's own.
    packages = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    (packages / "libraries.pth").write_text(
        "".join(f"{sysconfig.get_path(each)}\n" for each in ("purelib", "platlib")), encoding="utf-8"
    )
    return folder / "venv" / "bin" / "instructdeck"


def test_version() -> None:
    """The package and its metadata name one version."""
    metadata = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert metadata["project"]["version"] == instructdeck.__version__


@pytest.mark.slow
def test_what_the_wheel_holds(wheel: Path) -> None:
    """The wheel holds the package, the templates once, its license, and nothing else."""
    names = set(zipfile.ZipFile(wheel).namelist())
    info = f"instructdeck-{instructdeck.__version__}.dist-info/"
    package = {name for name in names if name.startswith("instructdeck/")}
    sources = ROOT / "src/instructdeck"
    modules = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (*sources.rglob("*.[jp][sy]"), *(sources / "compiled").glob("*.ttf"))
    }

    assert modules | {"instructdeck/py.typed"} | {f"instructdeck/{name}" for name in TEMPLATES} == package
    assert {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"} == {
        name.removeprefix(info) for name in names - package
    }


@pytest.mark.slow
def test_what_the_source_archive_holds(tree: Path, tmp_path: Path) -> None:
    """The source archive holds what a wheel is built from, and no site."""
    run(sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", tmp_path, cwd=tree)
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as files:
        names = {name.partition("/")[2] for name in files.getnames()}

    assert {"pyproject.toml", "README.md", "LICENSE", "src/instructdeck/cli.py", "content/deck.yml"} <= names
    assert names >= TEMPLATES
    assert [] == [name for name in names if name.startswith(("site/", ".venv/"))]


@pytest.mark.slow
def test_installed_wheel_builds_a_deck(installed: Path, tmp_path: Path) -> None:
    """In an empty folder the installed program builds a deck and a site about another paper."""
    for path, text in PAPER.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")

    assert f"instructdeck {instructdeck.__version__}\n" == run(installed, "--version", cwd=tmp_path)
    run(installed, "build", cwd=tmp_path)

    site = tmp_path / "site"
    deck = (site / "deck/index.html").read_text(encoding="utf-8")
    assert "Attention Is All You Need" in deck
    assert "katex-mathml" in deck
    assert "InstructGPT" not in deck
    assert "Grace" in (site / "transformer.html").read_text(encoding="utf-8")
    assert (site / "index.html").is_file()
    assert (site / "assets/vendor/reveal/reveal.js").is_file()
    assert (site / "assets/vendor/katex/fonts/KaTeX_Main-Regular.woff2").is_file()


@pytest.mark.slow
def test_installed_wheel_stands_alone(installed: Path, tmp_path: Path) -> None:
    """The installed program takes nothing from the source tree."""
    code = "import instructdeck.templating.templates as t; print(t.__file__, t.shipped(), sep='\\n')"
    lines = run(installed.with_name("python"), "-c", code, cwd=tmp_path).splitlines()

    assert [True, True] == [Path(line).is_relative_to(installed.parents[1]) for line in lines]
