"""Graphs that the tests write out: one that has everything, one that means harm, and one of any size."""

from kg.merge import merge
from kg.projection import Rows, project
from schemas import Record
from tests.builders import (
    comparison,
    dataset,
    dataset_use,
    hardware,
    hardware_use,
    introduces,
    measurement,
    method,
    paper,
    quality,
    record,
    resource,
    speedup,
)

HOSTILE = (
    "</script><script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "{{ 7 * 7 }} {% raw %}",
    '"; DROP TABLE papers; --',
    "=HYPERLINK(\"http://example.invalid\",\"click\")",
    "+1+1",
    "@SUM(A1)",
    "\u202eright to left\u202c and שלום",
    "bell\x07 escape\x1b null\x00",
    "]]> &amp; <!-- comment",
    "line\nbreak\ttab\r\nreturn",
    "__proto__",
    "href=javascript:alert(1)",
    "日本語の題名 and 🙂",
    "\u2028 line separator",
    "a" * 5000,
)  # fmt: skip


def everything() -> Rows:
    """Every label, every claim type, every relationship type, two papers that state one claim, an unnamed subject."""
    a100 = hardware("NVIDIA A100 80GB", "A100-80GB", family="NVIDIA A100", architecture="Ampere", memory_gb=80.0)
    faster = speedup("Halyard", 2.4, "Marlspike", on="NVIDIA A100 80GB", data="HarborBench", aspect="throughput")
    first = record(
        paper("arxiv:2404.99902", "Halyard", authors=("Example Collaboration",), published="2024-04-22"),
        [
            introduces("Halyard", "system"),
            faster,
            speedup("Marlspike", 1.2, "Halyard"),
            resource("Halyard", 55, unit="%", sense="cut"),
            quality("Halyard", 0.4, "Marlspike", metric="PSNR", unit="dB"),
            measurement("Halyard", 3900, "tokens/s", metric="throughput", on="NVIDIA A100 80GB"),
            comparison("Halyard", "FasterTransformer"),
            hardware_use("Halyard", "NVIDIA A100 80GB", 8, "training"),
            dataset_use("Halyard", "HarborBench"),
        ],
        [a100, method("Halyard", "Halyard engine"), method("Marlspike"), dataset("HarborBench")],
    )
    second = record(
        paper("arxiv:2404.99903", "Another paper"), [faster, measurement(None, 12, "ms", on="NVIDIA A100 80GB")], [a100]
    )
    return project(merge([first, second]))


def hostile() -> Rows:
    """Papers and methods whose every text is hostile; each speeds up the next."""
    records = []
    for number, text in enumerate(HOSTILE):
        following = HOSTILE[(number + 1) % len(HOSTILE)]
        name, other = f"{number} {text}", f"{(number + 1) % len(HOSTILE)} {following}"
        claim = speedup(name, 2.0 + number, other, aspect=text, baseline_text=text)
        records.append(
            record(
                paper(text, text or "x", url=text, authors=(text,), sources=(text,)),
                [claim],
                [method(name), method(other)],
            )
        )
    return project(merge(records))


def star(leaves: int) -> Rows:
    """One device that ``leaves`` methods run on, each in a paper of its own."""
    records: list[Record] = [
        record(paper(f"arxiv:2501.{number:05}", f"Paper {number}"), [hardware_use(f"Method {number}", "NVIDIA H100")])
        for number in range(leaves)
    ]
    return project(merge(records))
