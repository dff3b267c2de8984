"""Comparing words of a sentence and what they compare with."""

import pytest

from extractors.reading import Sentence, Spot
from extractors.relate.comparing import list_end, list_head, phrases
from extractors.relate.context import Words

PHRASES = [
    ("METHOD outperforms METHOD", [("outperforms", "METHOD", "outperforms", False)]),
    ("METHOD matches or surpasses METHOD", [("surpasses", "METHOD", "outperforms", False)]),
    ("METHOD surpasses / matches METHOD", [("surpasses", "/", "outperforms", False)]),
    ("METHOD runs or matches METHOD", [("matches", "METHOD", "matches", False)]),
    ("METHOD is on par with METHOD", [("par", "METHOD", "matches", False)]),
    ("METHOD is as good as METHOD", [("good", "METHOD", "matches", False)]),
    ("METHOD is slower than METHOD", [("slower", "METHOD", "underperforms", False)]),
    ("compared with METHOD , it is faster", [("faster", "METHOD", "outperforms", True)]),
    ("it gives higher quality compared to METHOD", [("higher", "METHOD", "outperforms", False)]),
    ("not only outperforms METHOD", [("outperforms", "METHOD", "outperforms", False)]),
]
NO_PHRASE = [
    "METHOD does not outperform METHOD",
    "we ask whether METHOD outperforms METHOD",
    "fast nets with METHOD",
    "METHOD is faster on all inputs",
    "we build on METHOD",
]


@pytest.mark.parametrize(("text", "wanted"), PHRASES)
def test_phrases(text: str, wanted: list[tuple[str, str, str, bool]]) -> None:
    words = text.split()
    found = [(words[p.cue], words[p.start], p.sort.relation, p.fronted) for p in phrases(words)]
    assert found == wanted


@pytest.mark.parametrize("text", NO_PHRASE)
def test_no_phrase(text: str) -> None:
    assert phrases(text.split()) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("beats METHOD , METHOD , and METHOD by far", ["METHOD", "METHOD", "METHOD"]),
        ("beats METHOD ( 0.8 ) and a vanilla METHOD .", ["METHOD", "METHOD"]),
        ("beats METHOD on METHOD .", ["METHOD"]),
    ],
)
def test_lists(text: str, names: list[str]) -> None:
    tokens = tuple(text.split())
    spots = {
        at: Spot("abstract", at, at + 1, f"method/{at}", "method", "test")
        for at, word in enumerate(tokens)
        if word == "METHOD"
    }
    words = Words(Sentence("abstract", 0, 99, 1), tokens, tuple(range(len(tokens))), spots)
    first = min(spots)
    listed = [at for at in spots if list_head(words, at) == first]
    assert [tokens[at] for at in listed] == names
    assert list_end(words, listed[-1]) == listed[-1] + 1
