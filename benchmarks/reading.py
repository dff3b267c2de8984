"""How fast papers are read, beside a bare spaCy CNN NER (width 96, depth 4) on the same text, on one core.

    python benchmarks/reading.py SOURCE... [--papers 1000]

SOURCE is anything ``kg build`` reads. The NER is not trained, which leaves its speed as it is; the two take turns over
parts of the papers, so that a machine whose speed drifts does not favour one. Start-up and a warm-up part are left out.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

import spacy
from rich.console import Console
from rich.table import Table
from spacy.language import Language
from spacy.training import Example

from extractors import extract, pipeline
from extractors.reader import propose, read
from kg.sources import read_papers
from schemas import Paper

PART = 100


def bare_ner() -> Language:
    """A blank pipeline with nothing but an NER over a hash-embedding CNN of width 96 and depth 4."""
    nlp = spacy.blank("en")
    encoder = {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 96, "depth": 4}
    encoder |= {"embed_size": 2000, "window_size": 1, "maxout_pieces": 3, "subword_features": True}
    model = {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": False}
    model |= {"hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "tok2vec": encoder}
    nlp.add_pipe("ner", config={"model": model})
    sample = nlp.make_doc("FooNet runs on an A100 with BarSet")
    entities = [(0, 6, "method"), (17, 21, "hardware"), (27, 33, "dataset")]
    nlp.initialize(lambda: [Example.from_dict(sample, {"entities": entities})])
    return nlp


def timed(work: Callable[[], Iterable[object]]) -> float:
    """Seconds to exhaust an iterable."""
    start = time.perf_counter()
    for _ in work():
        pass
    return time.perf_counter() - start


def split(papers: Sequence[Paper]) -> dict[str, float]:
    """Seconds by component: each finder alone, the tagger with resolving the proposals, relating."""
    nlp = pipeline.build()
    texts = [text for paper in papers for text in (paper.title, paper.abstract)]
    seconds: dict[str, float] = defaultdict(float)
    docs = [nlp.make_doc(text) for text in texts]
    seconds["tokeniser"] = timed(lambda: (nlp.make_doc(text) for text in texts))
    for name, component in nlp.pipeline:
        seconds[name] = timed(lambda component=component: (component(doc) for doc in docs))  # type: ignore[misc]
    found = sum(seconds.values())
    start = time.perf_counter()
    proposed = list(propose(papers))
    seconds["tagger and forms"] = max(0.0, time.perf_counter() - start - found)
    seconds["entities, claims, record"] = timed(lambda: (read(p) for p in proposed))
    return seconds


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("source", nargs="+")
    arguments.add_argument("--papers", type=int, default=1000)
    chosen = arguments.parse_args()
    papers = list(islice(read_papers(chosen.source, report=print), chosen.papers))
    parts = [papers[i : i + PART] for i in range(0, len(papers), PART)]
    ner = bare_ner()
    totals = {"claimgraph, whole": 0.0, "bare CNN NER": 0.0}
    for index, part in enumerate([parts[0], *parts]):
        texts = [f"{paper.title}. {paper.abstract}" for paper in part]
        ours, theirs = timed(lambda part=part: extract(part)), timed(lambda texts=texts: ner.pipe(texts))  # type: ignore[misc]
        if index:
            totals["claimgraph, whole"] += ours
            totals["bare CNN NER"] += theirs
    table = Table("reader", "abstracts a second", "ratio", title=f"{len(papers)} papers, one core")
    for name, seconds in totals.items():
        ratio = totals["bare CNN NER"] / seconds
        table.add_row(name, f"{len(papers) / seconds:.0f}", f"{ratio:.2f}")
    shares = split(papers)
    parts_table = Table("component", "ms an abstract", "share", title="where the time goes")
    for name, seconds in shares.items():
        parts_table.add_row(name, f"{1000 * seconds / len(papers):.2f}", f"{seconds / sum(shares.values()):.0%}")
    console = Console()
    console.print(table)
    console.print(parts_table)


if __name__ == "__main__":
    main()
