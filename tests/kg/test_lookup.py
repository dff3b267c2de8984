"""Names resolve exactly or not at all; conditions on claims hold; results are typed and sorted."""

import builtins
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kg import AmbiguousNameError, KnowledgeGraph, UnknownNameError
from kg import directory as place
from kg.stores import embedded
from kg.stores.errors import StoreError
from schemas import SpeedupClaim
from tests.builders import hardware, method, paper, record, speedup
from tests.kg.corpus import corpus

ALIKE = [
    hardware("NVIDIA A100", "A100", vendor="NVIDIA", architecture="Ampere"),
    hardware("NVIDIA A10", vendor="NVIDIA", architecture="Ampere"),
    hardware("NVIDIA GeForce RTX 4090", "RTX 4090", vendor="NVIDIA"),
    hardware("NVIDIA GeForce RTX 4080", "RTX 4080", vendor="NVIDIA"),
    method("LLaMA-2-7B"),
    method("LLaMA-2-70B"),
    method("FlashFoo-2"),
    method("FlashFoo-3"),
    method("C"),
    method("C++"),
    method("Ampere"),
    method("日本語モデル"),
]


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return KnowledgeGraph.build(corpus())


@pytest.fixture(scope="module")
def alike() -> KnowledgeGraph:
    return KnowledgeGraph.build([record(paper(), entities=ALIKE)])


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("hardware/nvidia-a100", "hardware/nvidia-a100"),
        ("NVIDIA A100", "hardware/nvidia-a100"),
        ("nvidia a100", "hardware/nvidia-a100"),
        ("A100", "hardware/nvidia-a100"),
        ("a-100", "hardware/nvidia-a100"),
        ("A10", "hardware/nvidia-a10"),
        ("rtx4090", "hardware/nvidia-geforce-rtx-4090"),
        ("RTX 4080", "hardware/nvidia-geforce-rtx-4080"),
        ("GeForce RTX 4080", "hardware/nvidia-geforce-rtx-4080"),
        ("4090", "hardware/nvidia-geforce-rtx-4090"),
        ("llama 2 7b", "method/llama-2-7b"),
        ("LLaMA-2-70B", "method/llama-2-70b"),
        ("FLASHFOO 3", "method/flashfoo-3"),
        ("c++", "method/cplusplus"),
        ("c", "method/c"),
        ("日本語モデル", "method/日本語モデル"),
        ("NVIDIA Ampere", "hardware/nvidia-ampere"),
    ],
)
def test_names_find_what_has_them(alike: KnowledgeGraph, name: str, id: str) -> None:
    assert alike.entity(name).id == id


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("RTX 4070", "no entity is named 'RTX 4070'; near it: 'RTX 4090', 'RTX 4080'"),
        ("A1000", "no entity is named 'A1000'"),
        ("A 10 0", "no entity is named 'A 10 0'"),
        ("LLaMA-27B", "no entity is named 'LLaMA-27B'; near it: 'LLaMA-2-7B'"),
        ("FlashFoo", "near it: .*'FlashFoo-2'"),
        ("40", "no entity is named '40'"),
        ("GeForce", "near it: .*'GeForce RTX 4090'"),
        ("", "no entity is named ''"),
        ("!?", "no entity is named"),
        (".*", "no entity is named"),
    ],
)
def test_other_names_are_refused_and_near_ones_offered(alike: KnowledgeGraph, name: str, message: str) -> None:
    with pytest.raises(UnknownNameError, match=message):
        alike.entity(name)
    with pytest.raises(UnknownNameError):
        alike.claims(method=name)


def test_a_name_of_several_things_is_refused_unless_its_type_is_given(alike: KnowledgeGraph) -> None:
    with pytest.raises(AmbiguousNameError, match="'Ampere' is the name of hardware/nvidia-ampere, method/ampere"):
        alike.entity("Ampere")
    assert alike.entity("Ampere", "hardware").id == "hardware/nvidia-ampere"


def test_an_entity_knows_its_papers_and_relatives(graph: KnowledgeGraph) -> None:
    family = graph.entity("A100")
    assert (family.name, family.papers) == ("NVIDIA A100", ())
    assert family.variant_of == ("NVIDIA Ampere",)
    assert family.variants == ("NVIDIA A100 40GB", "NVIDIA A100 80GB")
    variant = graph.entity("a100 40gb")
    assert variant.variant_of == ("NVIDIA A100", "NVIDIA Ampere")
    assert variant.attributes["memory_gb"] == 40.0
    assert variant.papers == ("arxiv:2501.00001", "arxiv:2503.00001")
    assert graph.entity("ILSVRC").name == "ImageNet"


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"type": "speedup", "hardware": "A100"}, [4.0, 3.0, 2.5]),
        ({"type": "speedup", "hardware": "Ampere"}, [4.0, 3.0, 2.5]),
        ({"type": "speedup", "hardware": "A100 40GB"}, [2.5]),
        ({"type": "speedup", "hardware": "RTX 4090"}, [1.3]),
        ({"type": "speedup", "hardware": "RTX 4080"}, [7.5]),
        ({"type": "speedup", "baseline": "slowbar"}, [7.5, 4.0, 2.5, 1.3]),
        ({"type": "speedup", "method": "FFoo"}, [7.5, 2.5]),
        ({"type": "speedup", "dataset": "ILSVRC"}, [2.5]),
        ({"type": "speedup", "min_factor": 4}, [12.0, 7.5, 4.0]),
        ({"type": "speedup", "min_factor": 4, "min_confidence": 0.8}, [7.5, 4.0]),
        ({"type": "speedup", "paper": "2502.00001"}, [12.0, 3.0, 1.3]),
        ({"type": "speedup", "paper": "slowbar AGAIN"}, [12.0, 3.0, 1.3]),
        ({"type": "speedup", "paper": "arxiv:2503.00001", "baseline": "FastFoo"}, []),
        ({"type": "resource"}, [2.0]),
        ({"type": "hardware_use", "hardware": "Somechip"}, [None]),
        ({"dataset": "CIFAR-10"}, [None]),
    ],
)
def test_conditions_on_claims(graph: KnowledgeGraph, conditions: dict[str, Any], expected: list[float | None]) -> None:
    assert [claim.factor for claim in graph.claims(**conditions)] == expected


def test_without_conditions_all_claims_come_sorted(graph: KnowledgeGraph) -> None:
    found = graph.claims()
    assert len(found) == len(graph.merged.claims)
    assert [claim.factor or 0 for claim in found] == sorted((claim.factor or 0 for claim in found), reverse=True)


def test_a_found_claim_is_typed_and_has_names_papers_and_sentences(graph: KnowledgeGraph) -> None:
    (found,) = graph.claims(type="speedup", method="FastFoo", hardware="A100")
    assert isinstance(found.claim, SpeedupClaim)
    assert (found.subject, found.baseline, found.hardware) == ("FastFoo", "SlowBar", ("NVIDIA A100 40GB",))
    assert found.datasets == ("ImageNet",)
    assert [paper.title for paper in found.papers] == ["FastFoo: much faster", "A third look"]
    assert [statement.evidence.text for statement in found.statements] == [
        "Statement 1 of type speedup.",
        "Statement 2 of type speedup.",
    ]
    assert found.sentence == "Statement 1 of type speedup."
    assert found.confidence == 0.99


def test_an_unnamed_contribution_has_no_subject(graph: KnowledgeGraph) -> None:
    (found,) = (claim for claim in graph.claims(type="speedup", hardware="A100 80GB") if claim.factor == 4)
    assert found.subject is None


def test_a_wrong_type_is_told(graph: KnowledgeGraph) -> None:
    with pytest.raises(ValueError, match="no claim has the type 'speed'; there are introduces, speedup"):
        graph.claims(type="speed")  # type: ignore[arg-type]


@pytest.mark.parametrize("of", ["method", "baseline", "hardware", "dataset", "paper"])
def test_a_name_of_nothing_is_told_for_every_condition(graph: KnowledgeGraph, of: str) -> None:
    with pytest.raises(UnknownNameError, match="'Nothing at all'"):
        graph.claims(**{of: "Nothing at all"})  # type: ignore[arg-type]


def test_hardware_is_no_dataset(graph: KnowledgeGraph) -> None:
    with pytest.raises(UnknownNameError, match="no dataset is named 'A100'"):
        graph.claims(dataset="A100")


def test_frames(graph: KnowledgeGraph) -> None:
    pytest.importorskip("pandas", reason="pandas is an extra")
    frame = graph.claims(type="speedup", baseline="SlowBar").to_frame()
    assert list(frame["factor"]) == [7.5, 4.0, 2.5, 1.3]
    assert list(frame["papers"])[2] == ["arxiv:2501.00001", "arxiv:2503.00001"]
    assert list(graph.best_factors().to_frame().columns)[:3] == ["hardware", "factor_low", "factor_high"]


def test_frames_without_pandas_say_what_to_install(graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ImportError, match=r"pip install 'claimgraph\[pandas\]'"):
        graph.claims().to_frame()


def lines(records: Sequence[Any]) -> str:
    return "".join(record.to_json() + "\n" for record in records)


def test_a_directory_is_opened_as_it_was_built(tmp_path: Path, graph: KnowledgeGraph) -> None:
    with place.draft(tmp_path) as draft:
        (draft / place.RECORDS).write_text(lines(corpus()), encoding="utf-8")
        embedded.write(graph.rows, draft / place.DATABASE)
        place.publish(tmp_path, draft)
    with KnowledgeGraph.open(tmp_path) as opened:
        assert opened.cypher("MATCH (p:Paper) RETURN count(*) AS n").rows == ((3,),)
        assert "merged" not in vars(opened), "Cypher needs no records"
        assert opened.claims(type="speedup") == graph.claims(type="speedup")
        assert opened.rows == graph.rows


def test_a_directory_without_a_graph_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no graph in"):
        KnowledgeGraph.open(tmp_path)


def test_a_closed_graph_leaves_nothing_behind_and_can_be_asked_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    graph = KnowledgeGraph.build(corpus()[:1])
    for _ in range(2):
        with graph:
            assert graph.cypher("MATCH (p:Paper) WHERE p.id = $id RETURN p.title", id="arxiv:2501.00001").rows
            assert list(tmp_path.iterdir())
        assert not list(tmp_path.iterdir())


def test_an_empty_graph_answers() -> None:
    with KnowledgeGraph.build([]) as graph:
        assert graph.claims() == ()
        assert graph.cypher("MATCH (n) RETURN count(*) AS n").rows == ((0,),)
        assert graph.to_networkx().number_of_nodes() == 0
        with pytest.raises(UnknownNameError):
            graph.entity("x")


def test_a_baseline_phrase_stands_in_for_a_name() -> None:
    graph = KnowledgeGraph.build([record(paper(), [speedup("FastFoo", 2, baseline_text="the prior art")])])
    assert [claim.baseline for claim in graph.claims()] == ["the prior art"]
