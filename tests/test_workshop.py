"""A deck that is built again while its files change: the same site as a build from nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.workshop import Workshop

if TYPE_CHECKING:
    from conftest import TinyProject

SLIDES = "content/scales/slides.md"


def test_a_sketch_has_every_slide(project: TinyProject) -> None:
    """The first sketch has all slides, and all of them are new."""
    sketch = Workshop(project.root).sketch()

    assert ["ounce"] == list(sketch.slides) == list(sketch.changed)
    assert "lost weight at once" in sketch.slides["ounce"]


def test_a_sketch_names_what_changed(project: TinyProject) -> None:
    """A slide that is as it was is not named again."""
    workshop = Workshop(project.root)
    workshop.sketch()
    text = (project.root / SLIDES).read_text(encoding="utf-8")
    project.write(SLIDES, f"{text}\n## Another {{#another}}\n\nOne more.\n")

    workshop.sketch([SLIDES])
    project.write(SLIDES, f"{text}\n## Another {{#another}}\n\nOne less.\n")

    assert ("another",) == workshop.sketch([SLIDES]).changed


def test_the_whole_site_is_that_of_a_build(project: TinyProject) -> None:
    """What is finished are the files of `build`, and a second time nothing of it has changed."""
    workshop = Workshop(project.root)
    workshop.sketch()
    first = workshop.finish()
    project.run("build")

    workshop.sketch([])
    second = workshop.finish()

    site = project.root / "site"
    contents = {path: each if isinstance(each, bytes) else each.read_bytes() for path, each in first.files.items()}
    assert contents == {path: (site / path).read_bytes() for path in contents}
    assert set(first.files) == first.changed
    assert set() == second.changed | second.removed
    assert second.sketch.changed == ()


def test_a_problem_is_shown_after_the_check(project: TinyProject) -> None:
    """What only a check finds changes the slide once the site is whole."""
    workshop = Workshop(project.root)
    text = (project.root / SLIDES).read_text(encoding="utf-8")
    project.write(SLIDES, text.replace("[@three-fourths]", "[@three-fifths]"))

    sketch, rebuilt = workshop.sketch(), workshop.finish()

    assert 'class="problem"' not in sketch.slides["ounce"]
    assert ("ounce",) == rebuilt.sketch.changed
    assert 'class="problem"' in rebuilt.sketch.slides["ounce"]
    assert {"unknown-citation"} == {each.rule.name for each in rebuilt.diagnostics if "cit" in each.rule.name}
