from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import pages
from benchmarks.plot import bars, lines


class TestWrite:
    def test_puts_a_text_between_the_marks_of_its_section(self, tmp_path: Path) -> None:
        page = tmp_path / "page.md"
        page.write_text("before\n<!-- bench:size -->\nold\n<!-- end:size -->\nafter\n")
        pages.write("size", "new", page=page)
        pages.write("size", "newer\n", page=page)
        assert page.read_text() == "before\n<!-- bench:size -->\nnewer\n<!-- end:size -->\nafter\n"

    def test_refuses_a_page_without_the_section(self, tmp_path: Path) -> None:
        page = tmp_path / "page.md"
        page.write_text("<!-- bench:size -->\n")
        with pytest.raises(ValueError, match="size"):
            pages.write("size", "new", page=page)

    @pytest.mark.parametrize("section", ["answers", "freshness", "latency", "size"])
    def test_finds_every_section_in_the_page(self, tmp_path: Path, section: str) -> None:
        page = tmp_path / "page.md"
        page.write_text(pages.PAGE.read_text())
        pages.write(section, "measured", page=page)


class TestPlots:
    @pytest.mark.parametrize(
        "plot",
        [
            bars("Checks <a second>", [("`POST`", 10.0, True), ("nothing", 0.0, False)]),
            lines("Latency", {"p99": [(0.1, 1.0), (0.9, 900.0)]}, across="load", up="ms", promise=10.0),
        ],
    )
    def test_are_well_formed_and_know_a_dark_page(self, plot: str) -> None:
        assert ElementTree.fromstring(plot).get("role") == "img"  # noqa: S314
        assert "prefers-color-scheme: dark" in plot
        assert "nan" not in plot
