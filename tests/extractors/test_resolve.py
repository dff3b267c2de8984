import pytest

from extractors import extract
from extractors.abbreviations import find_abbreviations
from extractors.found import Found
from extractors.reading import Sentence
from extractors.resolve import Form, Judged, gather, resolve
from schemas import EntityType, Paper, TextField

SENTENCES = (Sentence("title", 0, 100, 0), Sentence("abstract", 0, 1000, 1))
TEXTS: dict[TextField, str] = {"title": "", "abstract": ""}


def forms_of(title: str, abstract: str, *names: str, kind: EntityType = "method") -> dict[str, Form]:
    """The forms when each name is proposed where it first stands."""
    texts: dict[TextField, str] = {"title": title, "abstract": abstract}
    proposals: dict[TextField, list[Found]] = {"title": [], "abstract": []}
    for name in names:
        field: TextField = "title" if name in title else "abstract"
        start = texts[field].index(name)
        proposals[field].append(Found(start, start + len(name), kind, name, f"{kind}.lexicon"))
    pairs = {field: list(find_abbreviations(text)) for field, text in texts.items()}
    return {form.text: form for form in gather(texts, proposals, pairs)}


def judged(form: Form, kind: EntityType = "method", probability: float = 0.9) -> Judged:
    rest = {"none": 1 - probability, "optional": 0.0, "method": 0.0, "hardware": 0.0, "dataset": 0.0}
    return Judged(form, rest | {kind: probability})


def test_a_name_counts_wherever_it_stands() -> None:
    forms = forms_of("FooNet", "We like FooNet. FooNets win, FooNetwork does not.", "FooNet")
    assert len(forms["FooNet"].places) == 3


def test_look_alikes_stay_apart() -> None:
    names = ["RTX 4090", "RTX 4080", "RTX 3090"]
    forms = forms_of("", "RTX 4090, RTX 4080, RTX 3090.", *names, kind="hardware")
    _, entities = resolve([judged(form, "hardware") for form in forms.values()], TEXTS, SENTENCES)
    assert sorted(entity.name for entity in entities.values()) == sorted(names)


def test_an_abbreviation_and_its_long_form_are_one() -> None:
    forms = forms_of("", "We present Tiled Ray Marching (TRM). TRM is fast.", "Tiled Ray Marching", "TRM")
    spots, entities = resolve([judged(form) for form in forms.values()], TEXTS, SENTENCES)
    assert len(entities) == 1
    assert len(spots) == 3


def test_of_overlapping_names_the_likelier_stays() -> None:
    forms = forms_of("", "The FooNet encoder wins.", "FooNet", "FooNet encoder")
    items = [judged(forms["FooNet"], probability=0.6), judged(forms["FooNet encoder"], probability=0.95)]
    spots, entities = resolve(items, TEXTS, SENTENCES)
    assert [entity.name for entity in entities.values()] == ["FooNet encoder"]
    assert len(spots) == 1


def test_what_is_probably_no_name_is_left_out() -> None:
    forms = forms_of("", "The Thing.", "Thing")
    assert resolve([judged(forms["Thing"], probability=0.2)], TEXTS, SENTENCES) == ([], {})


def test_accents_of_latex_and_none_are_one_name() -> None:
    forms = forms_of("Mélange", r"We present M\'elange. Melange and Me'lange.", "Mélange", r"M\'elange", "Melange")
    (form,) = forms.values()
    assert len(form.places) == 3
    _, entities = resolve([judged(form)], TEXTS, SENTENCES)
    assert [(entity.id, entity.name) for entity in entities.values()] == [("method/mélange", "Mélange")]


def test_an_acronym_that_is_spelled_out_is_no_tool_of_other_letters() -> None:
    forms = forms_of("", "Video Large Language Models (VLLMs) win.", "Video Large Language Models", "VLLMs")
    forms["VLLMs"].proposals = [Found(30, 35, "method", "vLLM", "method.lexicon")]
    forms["Video Large Language Models"].proposals = [Found(0, 27, "method", "", "tagger")]
    _, entities = resolve([judged(form) for form in forms.values()], TEXTS, SENTENCES)
    assert [entity.name for entity in entities.values()] == ["Video Large Language Models"]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("It runs on a single GPU (H100).", ["NVIDIA H100"]),
        ("It runs on consumer GPUs (i.e., RTX 3090).", ["NVIDIA GeForce RTX 3090"]),
        ("It renders at 60 FPS on consumer GPUs (e.g., RTX 3090).", ["NVIDIA GeForce RTX 3090", "consumer GPU"]),
        ("It renders at 60 FPS on a consumer GPU and on an RTX 3090.", ["NVIDIA GeForce RTX 3090", "consumer GPU"]),
    ],
)
def test_a_class_word_that_brackets_explain_is_no_device_of_its_own(abstract: str, expected: list[str]) -> None:
    paper = Paper(id="a", title="FooNet: A Runtime System", abstract=f"We present FooNet. {abstract}")
    record = next(extract([paper]))
    assert sorted(entity.name for entity in record.entities if entity.type == "hardware") == expected
