"""What a number is said to be a value or a change of, in the words of its sentence."""

import pytest

from extractors.linear import SHIPPED, LinearModel
from extractors.relate.line import Line
from extractors.relate.measurand import ACTIVITIES, NOTHING, activity, measurand, measurand_features, measurands
from extractors.relate.numeric import lay_out, models_of
from extractors.train.numbers import likeness
from tests.extractors.test_numeric_claims import reading


def laid_out(sentence: str) -> tuple[Line, str]:
    read = reading(sentence)
    return lay_out(read).lines[1], read.texts["abstract"]


def texts(sentence: str, kind: str, number: int = 0) -> dict[str, str]:
    """The candidates of a number, with how each was found."""
    line, text = laid_out(sentence)
    return {one.text: one.found for one in measurands(line, line.numbers[number], kind, text)}


@pytest.mark.parametrize(
    ("sentence", "kind", "expected", "missing"),
    [
        ("FooNet has a peak memory of 3 GB.", "measurement", {"peak memory": "end", "memory": "end"}, "a peak memory"),
        (
            "It needs 40% less energy per token.",
            "resource",
            {"energy per token": "per", "energy": "end"},
            "less energy",
        ),
        ("It gives a 2x throughput improvement.", "speedup", {"throughput": "cut"}, "improvement"),
        ("It gives a 2x speedup.", "speedup", {"": "none"}, "speedup"),
        ("It renders in 3 ms.", "measurement", {"rendering time": "activity:left"}, "rendering speed"),
        ("It renders at 30 FPS.", "measurement", {"rendering speed": "activity:left", "frame rate": "unit"}, "latency"),
        ("It renders 3x faster.", "speedup", {"rendering": "activity:left"}, "rendering time"),
        ("It halts; training takes 3 days.", "measurement", {"training time": "activity:left"}, "It"),
        ("It has 7B parameters.", "measurement", {"model parameters": "unit"}, "score"),
        ("It reads 12 GB/s.", "measurement", {"bandwidth": "unit"}, "memory"),
        ("FooNet scores 0.92.", "measurement", {"score": "bare"}, "PSNR"),
        ("It scores 52.9/54.3 mAP.", "measurement", {"mAP": "noun"}, "score"),
        ("It wins in terms of speed by 2x.", "speedup", {"speed": "end"}, "terms of speed"),
        ("The term of the lease is 2x longer.", "speedup", {"term of the lease": "of"}, "lease of"),
        ("FooNet cuts I/O overhead by 40%.", "resource", {"I/O overhead": "end", "I/O": "cut"}, "O overhead"),
        ("FooNet cuts train/test overhead by 40%.", "resource", {"test overhead": "end"}, "train/test overhead"),
        ("It beats the second best method by 2% in recall.", "quality", {"recall": "end"}, "method"),
        ("It tops the state of the art recall by 2%.", "quality", {"art recall": "end"}, "state"),
        ("It outperforms the best model by 2%.", "quality", {"": "none"}, "best model"),
        ("The best model takes 2 ms.", "measurement", {"model": "end"}, "score"),
        ("It solves 38.6% of the tasks.", "measurement", {"": "none"}, "tasks"),
        ("It saves 38.6% of the tokens.", "resource", {"tokens": "end"}, "score"),
        ("It keeps 95% of the accuracy.", "measurement", {"accuracy": "end"}, "score"),
        ("It requires 4.1 GFLOPs.", "measurement", {"compute": "unit"}, "throughput"),
        ("It requires 300 MMACs.", "measurement", {"compute": "unit"}, "throughput"),
        ("It sustains 4.1 GFLOPs.", "measurement", {"throughput": "unit"}, "compute"),
        ("It runs at 4.1 TFLOPS.", "measurement", {"throughput": "unit"}, "compute"),
        ("It needs 4.1 PFLOP/s.", "measurement", {"throughput": "unit"}, "compute"),
        ("It handles 2 million requests per second.", "measurement", {"throughput": "unit"}, "score"),
        ("It handles 45K IOPS.", "measurement", {"throughput": "unit"}, "K IOPS"),
        ("It reads 12 GB per second.", "measurement", {"bandwidth": "unit"}, "throughput"),
        ("It ran 12 jobs per worker.", "measurement", {"jobs per worker": "per"}, "throughput"),
    ],
)
def test_what_a_number_may_be_of(sentence: str, kind: str, expected: dict[str, str], missing: str) -> None:
    found = texts(sentence, kind)
    assert expected.items() <= found.items()
    assert missing not in found


WORDS = {
    "pretraining": ("pre-trained", "training"), "fine-tuning": ("finetuning", "fine"),
    "training": ("trains", "trainable"),
    "inference": ("infers", "inferior"), "rendering": ("renders", "rendition"), "generation": ("generates", "general"),
    "decoding": ("decodes", "code"), "encoding": ("encodes", "encoder"), "simulation": ("simulates", "simulator"),
    "processing": ("processes", "processor"), "reconstruction": ("reconstructs", "construct"),
    "compilation": ("compiles", "compiler"), "search": ("searches", "research"), "sampling": ("sampled", "samples"),
    "optimization": ("optimises", "optimal"), "prefill": ("prefilling", "fill"), "detection": ("detects", "detector"),
    "convergence": ("converges", "diverges"), "prediction": ("predicts", "predictor"),
    "synthesis": ("synthesizes", "synthetic"), "segmentation": ("segmented", "segments"),
    "tracking": ("tracks", "tracker"), "solution": ("solves", "solver"), "serving": ("serves", "servers"),
    "editing": ("edits", "edition"), "indexing": ("indexes", "index"), "loading": ("loads", "workload"),
    "proving": ("proves", "provides"), "planning": ("plans", "plane"), "routing": ("routes", "routine"),
    "alignment": ("aligns", "align"), "sorting": ("sorts", "sort"), "query": ("queries", "quest"),
    "evaluation": ("evaluates", "value"), "calibration": ("calibrates", "calibre"),
    "recovery": ("recovers", "recover"),
}  # fmt: skip


def test_every_activity_has_a_word_that_speaks_of_it_and_one_that_does_not() -> None:
    assert WORDS.keys() == ACTIVITIES.keys()
    assert {name: activity(word) for name, (word, _) in WORDS.items()} == {name: name for name in WORDS}
    assert [name for name, (_, other) in WORDS.items() if activity(other) == name] == []


def test_candidates_are_told_apart() -> None:
    line, text = laid_out("FooNet cuts peak memory and latency by 2x and 3x, respectively.")
    among = measurands(line, line.numbers[1], "resource", text)
    assert among[-1] == NOTHING
    seen = measurand_features(line, line.numbers[1], "resource", among)
    assert list(seen) == among
    memory, latency = (seen[next(one for one in among if one.text == word)] for word in ("peak memory", "latency"))
    assert "thing-head=False&resource" in memory
    assert "thing-head=True&resource" in latency  # the second number is of the second thing


def test_nothing_is_said_where_the_model_says_so() -> None:
    line, text = laid_out("FooNet reaches 31.2 dB.")
    model = LinearModel(("no", "yes"), (0.0, 0.0), {"found=none&measurement": (-1.0, 1.0)})
    assert measurand(line, line.numbers[0], "measurement", text, model) == "PSNR"  # of dB
    line, text = laid_out("FooNet cuts memory by 40%.")
    model = LinearModel(("no", "yes"), (0.0, 0.0), {"found=none&resource": (-1.0, 1.0)})
    assert measurand(line, line.numbers[0], "resource", text, model) is None


@pytest.mark.parametrize(
    ("sentence", "kind", "expected"),
    [
        ("FooNet has a PSNR of 31.2 dB.", "measurement", "PSNR"),
        ("FooNet reaches 93% top-1 accuracy on ImageNet.", "measurement", "top-1 accuracy"),
        ("It keeps a scaling efficiency of 91%.", "measurement", "scaling efficiency"),
        ("A policy trained for 40 minutes beats it.", "measurement", "training time"),
        ("FooNet reads 12 GB/s.", "measurement", "bandwidth"),
        ("FooNet gives 2.5x higher throughput than BarNet.", "speedup", "throughput"),
        ("FooNet reduces inference latency by 40% compared to BarNet.", "speedup", "inference latency"),
        ("FooNet cuts peak memory by 40%.", "resource", "peak memory"),
        ("It is 3x faster than BarNet.", "speedup", None),
    ],
)
def test_what_the_shipped_model_says(sentence: str, kind: str, expected: str | None) -> None:
    line, text = laid_out(sentence)
    assert measurand(line, line.numbers[-1], kind, text, models_of(SHIPPED).measurand) == expected


def test_likeness_of_wordings() -> None:
    assert likeness("error rates", "Error rate of the") == 1
    assert likeness("rendering time", "rendering speed") == 0.5
    assert likeness("", "speed") == likeness("PSNR", "SSIM") == 0
