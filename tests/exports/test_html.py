"""The page: what it shows, what it keeps out, and what a browser without a network makes of it."""

import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from exports import html
from exports.layout import positions
from exports.view import view
from extractors import extract
from kg.merge import merge
from kg.projection import Rows, project
from kg.sources import read_papers
from kg.tables import Tables
from tests.builders import introduces, paper, record, resource
from tests.exports.graphs import HOSTILE, everything, hostile, star
from tests.shared import shared


def embedded(page: str, name: str) -> Any:
    """The value that the page's script gives to a name."""
    found = re.search(rf"^const {name} = (?:new vis\.DataSet\()?(.*?)(?:\)|\.map\(.*)?;$", page, re.MULTILINE)
    assert found
    return json.loads(found[1])


class TestView:
    def test_a_claim_is_a_line_to_its_baseline_and_quiet_lines_to_its_setting(self) -> None:
        lines = {(line.source, line.target): line for line in view(Tables.of(everything()), 300).lines}
        over = lines["method/halyard", "method/marlspike"]
        assert over.kind == "speedup"
        assert over.words == ("2.4× faster (throughput)", "PSNR better by 0.4 dB")
        assert lines["method/halyard", "hardware/nvidia-a100-80gb"].kind == "measurement"
        assert lines["method/marlspike", "method/halyard"].words == ("1.2× faster",)
        assert lines["hardware/nvidia-a100-80gb", "hardware/nvidia-a100"].kind == "variant"

    def test_no_claim_and_no_node_is_lost_below_the_limit(self) -> None:
        rows = everything()
        shown = view(Tables.of(rows), 300)
        assert {node.id for node in shown.nodes} == {node.id for node in rows.nodes if node.label != "Claim"}
        assert {claim.id for claim in shown.statements} == {node.id for node in rows.nodes if node.label == "Claim"}
        assert {end for line in shown.lines for end in (line.source, line.target)} == {node.id for node in shown.nodes}

    def test_every_claim_between_two_shown_nodes_is_on_a_line(self) -> None:
        shown = view(Tables.of(everything()), 300)
        drawn = {claim.id for line in shown.lines for claim in line.statements}
        assert drawn == {
            claim.id
            for claim in shown.statements
            if claim.baseline or claim.hardware or claim.datasets or claim.kind == "introduces"
        }

    def test_a_claim_that_a_paper_states_twice_is_once_on_its_line(self) -> None:
        stated = introduces("Halyard", "system")
        shown = view(Tables.of(project(merge([record(paper(), [stated, stated])]))), 300)
        (line,) = shown.lines
        assert line.words == ("introduces",)
        assert [len(claim.sentences) for claim in line.statements] == [2]

    def test_a_device_that_is_baseline_and_setting_has_a_claim_once(self) -> None:
        stated = resource("Halyard", 3).model_copy(
            update={"baseline": "hardware/nvidia-a100", "hardware": ("hardware/nvidia-a100",)}
        )
        lines = view(Tables.of(project(merge([record(paper(), [stated])]))), 300).lines
        (line,) = (line for line in lines if (line.source, line.target) == ("method/halyard", "hardware/nvidia-a100"))
        assert (line.words, len(line.statements)) == (("3× less memory",), 1)

    @pytest.mark.parametrize("most", [1, 10, 300])
    def test_over_the_limit_the_best_connected_stay_and_hang_together(self, most: int) -> None:
        shown = view(Tables.of(star(most + 5)), most)
        assert len(shown.nodes) == most
        assert shown.total > most
        assert "hardware/nvidia-h100" in {node.id for node in shown.nodes}
        assert len(shown.lines) == most - 1


SIZES = {f"n{number}": (100.0 + 7 * (number % 5), 30.0) for number in range(40)}
LINES = [(f"n{number}", f"n{number // 3}") for number in range(1, 30)]


class TestLayout:
    def test_no_two_boxes_overlap(self) -> None:
        placed = positions(SIZES, LINES)
        assert set(placed) == set(SIZES)
        boxes = [(*placed[node], *size) for node, size in SIZES.items()]
        for number, (x, y, width, height) in enumerate(boxes):
            for other_x, other_y, other_width, other_height in boxes[:number]:
                apart_x, apart_y = abs(x - other_x), abs(y - other_y)
                assert apart_x >= (width + other_width) / 2 or apart_y >= (height + other_height) / 2

    def test_the_order_of_the_input_does_not_matter(self) -> None:
        backwards = positions(dict(reversed(SIZES.items())), [(b, a) for a, b in reversed(LINES)])
        assert backwards == positions(SIZES, LINES)

    def test_an_empty_drawing_has_no_positions(self) -> None:
        assert positions({}, []) == {}


class TestPage:
    def test_nothing_is_loaded_from_elsewhere(self) -> None:
        page = html.page(Tables.of(everything()))
        assert not re.search(r"<(script|link|img|iframe)[^>]*\b(src|href)=", page)
        assert "default-src 'none'" in page

    def test_limit_is_said_on_the_page_only_where_it_was_reached(self) -> None:
        assert "Shows the 300 best connected of 613 papers and things." in html.page(Tables.of(star(306)))
        assert "best connected of" not in html.page(Tables.of(everything())).split("<aside")[0]

    def test_what_papers_say_closes_no_script_and_opens_no_tag(self) -> None:
        page = html.page(Tables.of(hostile()))
        assert page.count("</script>") == html.page(Tables.of(everything())).count("</script>")
        for text in HOSTILE:
            assert not text.startswith("<") or text not in page

    def test_every_line_is_labelled_and_tells_its_sentence(self) -> None:
        for edge in embedded(html.page(Tables.of(everything())), "edges"):
            assert edge["label"]
            assert not edge["claims"] or re.search("“.+”\n— .+", edge["title"])


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    """Headless Chromium that reaches no network."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not program or not driver:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("needs chromium and chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for argument in ("headless=new", "no-sandbox", "disable-gpu", "host-resolver-rules=MAP * ~NOTFOUND"):
        options.add_argument(f"--{argument}")
    options.add_argument("--window-size=1400,900")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with webdriver.Chrome(options, webdriver.ChromeService(driver)) as chrome:
        yield chrome


def opened(browser: webdriver.Chrome, rows: Rows, folder: Path) -> int:
    """Open the page of the rows; the number of nodes that the browser drew."""
    html.write(rows, folder / "graph.html")
    browser.get((folder / "graph.html").as_uri())
    WebDriverWait(browser, 30).until(
        lambda chrome: chrome.find_element(By.TAG_NAME, "body").get_attribute("data-drawn")
    )
    return int(browser.find_element(By.TAG_NAME, "body").get_attribute("data-drawn") or 0)


def messages(browser: webdriver.Chrome) -> list[Any]:
    """What the browser has written to its console."""
    return list(browser.get_log("browser"))  # type: ignore[no-untyped-call]


def panel(browser: webdriver.Chrome) -> str:
    return browser.find_element(By.ID, "panel").text


@pytest.mark.parametrize(
    ("rows", "nodes"), [(everything(), 9), (hostile(), 2 * len(HOSTILE)), (star(306), 300), (Rows(), 0)]
)
def test_a_browser_draws_all_nodes_without_an_error(
    browser: webdriver.Chrome, rows: Rows, nodes: int, tmp_path: Path
) -> None:
    assert opened(browser, rows, tmp_path) == nodes
    assert messages(browser) == []
    assert browser.title == "claimgraph"
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    painted = browser.execute_script(
        "const canvas = document.querySelector('#graph canvas');"
        "return new Set(new Uint32Array("
        "canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size"
    )
    assert (painted > 10) == (nodes > 0)


def test_a_browser_draws_the_graph_of_real_pages(browser: webdriver.Chrome, tmp_path: Path) -> None:
    papers = read_papers([shared("seeds")], report=lambda problem: None)
    rows = project(merge(extract(papers)))
    begin = time.perf_counter()
    assert opened(browser, rows, tmp_path) == html.MOST_NODES
    assert time.perf_counter() - begin < 20
    assert messages(browser) == []


def test_a_click_shows_the_sentence_and_its_paper(browser: webdriver.Chrome, tmp_path: Path) -> None:
    opened(browser, everything(), tmp_path)
    assert "Largest speedups" in panel(browser)
    browser.find_element(By.LINK_TEXT, "Marlspike").click()
    assert panel(browser).startswith("Marlspike\nMethod · 3 claims")
    assert "Halyard: 2.4× faster (throughput) than Marlspike, on NVIDIA A100 80GB, HarborBench" in panel(browser)
    assert "“Statement 1 of type speedup.”\n— Halyard\n" in panel(browser)
    assert messages(browser) == []


def test_search_finds_names_and_claims(browser: webdriver.Chrome, tmp_path: Path) -> None:
    opened(browser, everything(), tmp_path)
    box = browser.find_element(By.ID, "search")
    box.send_keys("less memory")
    assert panel(browser).startswith("Found\n0 names, 1 claims\n")
    box.clear()
    box.send_keys("a100-80gb")
    assert "NVIDIA A100 80GB · Hardware" in panel(browser)


def test_a_type_can_be_hidden(browser: webdriver.Chrome, tmp_path: Path) -> None:
    opened(browser, everything(), tmp_path)
    browser.find_element(By.CSS_SELECTOR, "#types input").click()
    assert browser.execute_script("return network.body.nodeIndices.length") == 7
