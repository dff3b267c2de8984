"""The step that measures what ships: ``python -m extractors.train report --shared ../shared --work FOLDER``.

It prints the tables of ``docs/reading.md`` as Markdown and leaves them in ``report.md`` of the work folder; the F1 that
the shipped models reach on dev go to ``extractors/model/scores.json``, below which a test lets nobody fall. Dev is read
with what ships; the blind part of train with models that have not seen it: the tagger ``noblind.npz`` of the step
``tagger``, and the log-linear models of ``claims.without_blind``, which stay in ``noblind`` of the work folder and are
used again; the step ``claims`` makes them anew. Fifty claims of ordinary abstracts, to be judged by hand, go to
``ordinary.txt``.

Everything is compared by ``shared/gold/score.py``. Intervals hold 95 % of 2,000 resamplings of the papers.
"""

import gzip
import itertools
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from extractors.linear import SHIPPED, Folder
from extractors.reader import Predict, extract, read
from extractors.tagger import Tagger
from extractors.train import claims
from extractors.train.gold import Row, is_blind, rows
from extractors.train.measure import score_module
from extractors.train.numbers import ALIKE, likeness
from extractors.train.readings import proposals
from schemas import CLAIM_TYPES, ENTITY_TYPES, Paper

SCORES = SHIPPED.path / "scores.json"
RESAMPLINGS = 2000
SEED = 0
ORDINARY_STEP = 20
DRAWN = 50

NUMERIC = ("speedup", "resource", "quality", "measurement")
POOLS = {
    "measurement, resource, quality": ("measurement", "resource", "quality"),
    "ALL claims": CLAIM_TYPES,
}
ARGUMENTS = {
    "subject": CLAIM_TYPES,
    "sense": NUMERIC[:3],
    "baseline": NUMERIC[:3],
    "bound": NUMERIC,
    "hardware": NUMERIC,
    "dataset": NUMERIC,
    "resource": ("resource",),
    "role": ("dataset_use",),
    "count": ("hardware_use",),
}
"""The arguments that ``score.py`` compares, and the claims that have them."""
GROUPS = {
    "introduces": ("introduces",),
    "numeric": NUMERIC,
    "comparison": ("comparison",),
    "uses": ("hardware_use", "dataset_use"),
}
BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.001)

_NOTE = re.compile(r" \| (?:(missed|spurious) (\w+)|(\w+) wrong \[(.*?)\])")
_ASIDE = re.compile(r"[\[\]'\s]")

Counts = npt.NDArray[np.float64]


class Part(NamedTuple):
    """Annotated papers and what was read in them, record by row."""

    name: str
    rows: Sequence[Row]
    records: Sequence[Row]


def run(shared: Path, work: Path) -> None:
    """Print the tables, write them to ``work``, and record the scores on dev beside the shipped models."""
    score = score_module(shared / "gold" / "score.py")
    train, dev = rows(shared / "gold" / "train.jsonl"), rows(shared / "gold" / "dev.jsonl")
    blind = [row for row in train if is_blind(row)]
    folder = claims.without_blind(train, work)
    parts = (
        _part("dev", dev, SHIPPED),
        _part("blind", blind, Folder(folder), Tagger.load(work / "noblind.npz").predict),
    )
    SCORES.write_text(json.dumps(dev_scores(score, parts[0]), indent=1) + "\n", "utf-8")
    tables = (_scores, _arguments, _wordings, _reliability, _errors)
    lines = [line for table in tables for line in table(score, parts)]
    text = "\n".join(lines) + "\n"
    (work / "report.md").write_text(text, "utf-8")
    (work / "ordinary.txt").write_text("\n".join(ordinary(shared)) + "\n", "utf-8")
    print(text)


def _part(name: str, annotated: Sequence[Row], models: Folder, predict: Predict | None = None) -> Part:
    found = (json.loads(read(seen.proposed, models).to_json()) for seen in proposals(annotated, predict))
    return Part(name, annotated, list(found))


def dev_scores(score: ModuleType, part: Part) -> dict[str, float]:
    """F1 by entity type, and by claim type by value and in full, under the names that ``kg evaluate`` prints."""
    names, counts = _tally(score, part)
    found = zip(names, _prf(counts.sum(0))[2], strict=True)
    return {name: round(float(f1), 4) for name, f1 in found if "," not in name}


def _tally(score: ModuleType, part: Part) -> tuple[list[str], Counts]:
    """The names of the figures, and right, spurious and missed of each, by paper."""
    papers = [score.score({"": row}, {"": record})[0] for row, record in zip(part.rows, part.records, strict=True)]
    pools = {name: (name,) for name in (*ENTITY_TYPES, *CLAIM_TYPES)} | POOLS
    sums: dict[str, list[list[int]]] = {}
    for name, kinds in pools.items():
        sums[name] = [[sum(counts[kind][i] for kind in kinds) for i in range(3)] for counts in papers]
        if name not in ENTITY_TYPES:
            full = [[sum(counts[f"{kind} (full)"][i] for kind in kinds) for i in range(3)] for counts in papers]
            sums[f"{name} (full)"] = full
    return list(sums), np.array(list(sums.values()), np.float64).transpose(1, 0, 2)


def _prf(counts: Counts) -> tuple[Counts, Counts, Counts]:
    """Precision, recall and F1 of counts whose last axis is right, spurious, missed; 0 where there is nothing."""
    right, spurious, missed = counts[..., 0], counts[..., 1], counts[..., 2]
    precision = right / np.maximum(right + spurious, 1)
    recall = right / np.maximum(right + missed, 1)
    return precision, recall, 2 * right / np.maximum(2 * right + spurious + missed, 1)


def interval(counts: Counts) -> tuple[Counts, Counts]:
    """The 95 % bootstrap interval of each F1, from counts by paper, figure, and right/spurious/missed."""
    papers = len(counts)
    drawn = np.random.default_rng(SEED).multinomial(papers, [1 / papers] * papers, size=RESAMPLINGS)
    low, high = np.percentile(_prf(np.tensordot(drawn, counts, axes=1))[2], [2.5, 97.5], axis=0)
    return low, high


def _table(head: Sequence[str], body: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in body)
    yield ""


def _scores(score: ModuleType, parts: Sequence[Part]) -> Iterator[str]:
    head = [""]
    names: list[str] = []
    columns: list[list[str]] = []
    for part in parts:
        names, counts = _tally(score, part)
        low, high = interval(counts)
        cells = zip(counts.sum(0), *_prf(counts.sum(0)), low, high, strict=True)
        columns.append(
            [f"{n[0] + n[2]:.0f} | {p:.3f} | {r:.3f} | **{f:.3f}** {a:.2f}–{b:.2f}" for n, p, r, f, a, b in cells]
        )
        head += [f"{part.name} ({len(part.rows)} papers): n", "P", "R", "F1"]
    yield from _table(head, zip(names, *columns, strict=True))


def _only(row: Row, kinds: Sequence[str]) -> Row:
    return {**row, "claims": [claim for claim in row["claims"] if claim["type"] in kinds]}


def _arguments(score: ModuleType, parts: Sequence[Part]) -> Iterator[str]:
    body = []
    for name, kinds in ARGUMENTS.items():
        cells = [name]
        for part in parts:
            gold = {str(i): _only(row, kinds) for i, row in enumerate(part.rows)}
            found = {str(i): _only(record, kinds) for i, record in enumerate(part.records)}
            right, total = score.score(gold, found)[1][name]
            cells.append(f"{right}/{total} = {right / max(total, 1):.3f}")
        body.append(cells)
    yield from _table(["argument", *(part.name for part in parts)], body)


def _wordings(score: ModuleType, parts: Sequence[Part]) -> Iterator[str]:
    """What ``score.py`` leaves out: how often what a number is of, or over, is worded as the annotators word it."""
    alike = {part.name: list(_alike(score, part)) for part in parts}
    body = []
    for what in ("metric or aspect", "baseline without a name"):
        cells = [what]
        for part in parts:
            found = [(said, like) for kind, said, like in alike[part.name] if kind == what]
            right, said = sum(like for _, like in found), sum(said for said, _ in found)
            cells.append(f"{right}/{len(found)} = {right / max(len(found), 1):.3f}, said of {said}")
        body.append(cells)
    yield from _table(["wording", *(part.name for part in parts)], body)


def _alike(score: ModuleType, part: Part) -> Iterator[tuple[str, bool, bool]]:
    """Each wording of annotated numeric claims whose value was read: which, whether one was read, and whether alike."""
    for row, record in zip(part.rows, part.records, strict=True):
        gold, found = score.Paper(row), score.Paper(record)
        left = [claim for claim in record["claims"] if claim["type"] in NUMERIC]
        for claim in (claim for claim in row["claims"] if claim["type"] in NUMERIC):
            wanted = gold.claim(claim)
            fitting = [one for one in left if one["type"] == claim["type"]]
            read_as = next((one for one in fitting if score.same_value(wanted, found.claim(one))), None)
            if read_as is None:
                continue
            left.remove(read_as)
            if of := claim.get("metric") or claim.get("aspect"):
                said = read_as.get("metric") or read_as.get("aspect") or ""
                yield "metric or aspect", bool(said), likeness(said, of) >= ALIKE
            if claim.get("baseline") and not wanted["named_baseline"]:
                said = read_as.get("baseline_text") or ""
                yield "baseline without a name", bool(said), likeness(said, claim["baseline"]) >= ALIKE


def judged(score: ModuleType, part: Part) -> Iterator[tuple[str, float, bool]]:
    """Type, confidence, and whether it is right in full, of every claim; optional uses are left out."""
    for row, record in zip(part.rows, part.records, strict=True):
        for claim in record["claims"]:
            counts, _ = score.score({"": row}, {"": {**record, "claims": [claim]}})
            right, spurious, _ = counts[f"{claim['type']} (full)"]
            if right or spurious:
                yield claim["type"], claim["confidence"], bool(right)


def _reliability(score: ModuleType, parts: Sequence[Part]) -> Iterator[str]:
    verdicts = [verdict for part in parts for verdict in judged(score, part)]
    body = []
    for low, high in itertools.pairwise(BINS):
        cells = [f"{low:g}–{min(high, 1):g}"]
        for kinds in (CLAIM_TYPES, *GROUPS.values()):
            inside = [(sure, was) for kind, sure, was in verdicts if kind in kinds and low <= sure < high]
            said, right = (sum(column) for column in zip(*inside, strict=True)) if inside else (0.0, 0)
            cells.append(f"{said / len(inside):.2f} → {right / len(inside):.2f} ({len(inside)})" if inside else "–")
        body.append(cells)
    yield from _table(["confidence", "all", *GROUPS], body)


def _errors(score: ModuleType, parts: Sequence[Part]) -> Iterator[str]:
    """Kinds of error by how often they occur; a claim with the wrong type is one missed and one spurious."""
    counts = {part.name: Counter(error_kinds(score, part)) for part in parts}
    total = sum(counts.values(), Counter[str]())
    body = [(kind, str(n), *(str(counts[part.name][kind]) for part in parts)) for kind, n in total.most_common(25)]
    yield from _table(["error", "all", *(part.name for part in parts)], body)


def error_kinds(score: ModuleType, part: Part) -> Iterator[str]:
    """The kind of each error that ``score.py`` notes.

    Raises:
        ValueError: where a note tells no kind.
    """
    notes: list[str] = []
    for row, record in zip(part.rows, part.records, strict=True):
        score.score({"": row}, {"": record}, notes)
    for note in notes:
        found = _NOTE.search(note)
        if found is None:
            raise ValueError(f"score.py notes {note!r}, which tells no kind of error")
        what, kind, matched, arguments = found.groups()
        if what:
            yield f"{kind} {what}"
        else:
            group = "numeric" if matched in NUMERIC else matched
            yield from (f"{group}: wrong {argument}" for argument in _ASIDE.sub("", arguments).split(","))


def ordinary(shared: Path) -> Iterator[str]:
    """Claims drawn from every twentieth unannotated abstract, each beside its sentence."""
    annotated = {row["id"] for name in ("train", "dev") for row in rows(shared / "gold" / f"{name}.jsonl")}
    with gzip.open(shared / "data" / "arxiv_abstracts.jsonl.gz", "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines][::ORDINARY_STEP]
    papers = [Paper(id=r["id"], title=r["title"], abstract=r["abstract"]) for r in found if r["id"] not in annotated]
    stated = [(record.paper, claim) for record in extract(papers) for claim in record.claims]
    yield f"{len(stated)} claims in {len(papers)} papers: {dict(Counter(claim.type for _, claim in stated))}"
    for number, (paper, claim) in enumerate(random.Random(SEED).sample(stated, min(DRAWN, len(stated))), start=1):
        fields = json.loads(claim.model_dump_json(exclude={"id", "evidence", "slots", "factor"}, exclude_none=True))
        yield f"\n{number}. {_brief(fields)}\n   title: {paper.title}\n   {claim.evidence.text}"


def _brief(fields: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in fields.items() if value not in ([], ""))
