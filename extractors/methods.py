"""Find named methods: models, algorithms, techniques, frameworks, libraries, compilers, systems.

``The kernels are written in Triton and tuned on LLaMA-2-7B`` names ``Triton`` and ``LLaMA-2-7B``.
``A LoRA adapter for a Transformer`` names ``LoRA``, and ``Transformer`` as the class of models it is.

Names the table ``data/methods.tsv`` knows are found by `extractors.lexicon`, with the versions nobody listed.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from extractors.abbreviations import find_abbreviations
from extractors.catalogue import load_table
from extractors.found import Found
from extractors.lexicon import Lexicon, NameRow, build_lexicon, find_names
from extractors.shapes import Before, Candidate, candidates, cues

_KIND = (
    r"(?:accelerator|agent|algorithm|approach|architecture|attention|backbone|baseline|codec|compiler|controller"
    r"|decoder|detector|engine|estimator|framework|generator|implementation|infrastructure|kernel|language|layer"
    r"|learner|librar(?:y|ie)|loss|mechanism|method|methodology|middleware|model|module|network|operator"
    r"|optimi[sz]er|package|paradigm|pipeline|planner|platform|protocol|recipe|representation|retriever|runtime"
    r"|scheduler|scheme|simulator|software|solver|stack|strategy|suite|system|technique|tool|toolbox|toolkit"
    r"|tracker|training|variant|workflow)s?\b"
)
_QUOTE = r"[\"'“`(]{0,2}"
_BEFORE = {
    "method.proposed": Before(
        64,
        re.compile(
            r"\b(?:we|paper|work|article|study|thesis|letter|report|authors)(?: (?:also|further|first|then"
            r"|therefore|thus|\w+ly))? (?:build|coin|create|describe|design|develop|devise|implement|introduce"
            r"|offer|present|propose|provide|release)s?"
            rf"(?: (?:a|an|the|our)(?: (?:novel|new|first|fast|efficient|simple))?)? {_QUOTE}$",
            re.IGNORECASE,
        ),
    ),
    "method.named": Before(
        24,
        re.compile(
            r"\b(?:called|named|dubbed|termed|coined|namely|nicknamed|denoted as|referred to as|titled|call(?: it)?"
            rf"|we name(?: it)?),?(?: as| the)? ?{_QUOTE}$",
            re.IGNORECASE,
        ),
    ),
    "method.kind_before": Before(20, re.compile(rf"\b{_KIND}(?:,| --| -| –|:| \()? ?{_QUOTE}$", re.IGNORECASE)),
    "method.list_before": Before(
        24,
        re.compile(
            r"\b(?:such as|including|includes?|e\.g\.,?|like|compared (?:to|with)|relative to|over|than"
            r"|outperform(?:s|ing|ed)?"
            r"|surpass(?:es|ing|ed)?|baselines?|versus|vs\.?|unlike|against|beats?|beating) (?:the |both )?\(?$",
            re.IGNORECASE,
        ),
    ),
    "method.used": Before(
        20,
        re.compile(
            r"\b(?:using|use|uses|used|with|via|through|based on|built on|building on|built upon|on top of"
            r"|leverag(?:e|es|ing)|adopt(?:s|ing)?|apply(?:ing)?|applies|employ(?:s|ing)?|integrat(?:e|es|ing)"
            r"|into|implemented in|written in|by|of|in|extends?|combin(?:es|ing)|improv(?:es|ing)|accelerat(?:es"
            r"|ing)|support(?:s|ing)?|for|and"
            r"|to) (?:the )?$",
            re.IGNORECASE,
        ),
    ),
    "method.ours": Before(40, re.compile(r"\b(?:our|proposed|novel|new)(?: [a-z-]+){0,2} $", re.IGNORECASE)),
}
_AFTER = {
    "method.apposition": re.compile(
        r"(?: \([^()]{1,48}\))?(?:,| --| -| –| —|:| is| are) (?:a|an|the|our|which is an?)"
        rf"(?: [^\s,.]+){{1,6}}? {_KIND}",
        re.IGNORECASE,
    ),
    "method.kind_after": re.compile(rf"(?:-based|-style)? (?:[a-z-]+ )?{_KIND}", re.IGNORECASE),
    "method.acts": re.compile(
        r" ?(?:\([^()]{1,40}\) )?(?:\w+ly |also |first |can |then )?(?:accelerat|achiev|adapt|address|adopt|allow"
        r"|appl|attain|automat|build|captur|combin|comput|consist|construct|consum|deliver|demonstrat|design"
        r"|employ|enabl|enhanc|ensur|exceed|exploit|extend|featur|generat|improv|integrat|introduc|learn|leverag"
        r"|maintain|match|offer|operat|optimi[sz]|outperform|produc|provid|reach|reduc|rel(?:y|ies)|requir|run"
        r"|scal|show|speed|support|surpass|train|us|utili[sz]|work|yield)(?:e?s|ies|ed)?\b(?! of)"
    ),
    "method.shortened": re.compile(r" ?\((?:[A-Z][\w-]{0,14}|[a-z][\w-]{0,6}[A-Z][\w-]{0,10})s?\)"),
    "method.joined": re.compile(
        r"-(?:based|style|like|guided|driven|powered|accelerated|aware|enabled|generated|optimized|trained)\b"
    ),
}
_TITLE_NAME = re.compile(r"[^:]{2,48}?(?= ?:\s)")
"""The name that a title puts before its colon."""

_INNER_CAPITAL = re.compile(r"[^\W_][A-Z]|\d")
_NO_METHOD = re.compile(
    r"(?:[A-Z]?PUs?|FPGAs?|ASICs?|SoCs?|[XR]?AI|API|UI|GUI|NLP|ML|HPC|IoT|SOTA|SoTA|QA|II|III|IV|OK|ID|IDs|CEO"
    r"|USA?|UK|EU|NVIDIA|Nvidia|AMD|Intel|Google|Meta|Microsoft|Apple|IBM|ARM|Qualcomm|Huawei|Amazon|AWS|OpenAI"
    r"|DeepMind|Anthropic|[1-6]D|RGB(?:-D|D)?|LiDAR|Internet|Web|English|Chinese|Experiments|Experimental|Results"
    r"|Evaluations?|Codes?|Project|https?|NP-\w+|Gaussian|Bayesian|Markov|Euclidean|Lipschitz|Hessian|Table|Figure"
    r"|Fig|Section|Theorem|Lemma|FLOPs?|FPS|[TGP]FLOPS)|.*\b(?:GPUs?|CPUs?|FPGAs?|NPUs?|TPUs?)"
)

SCORES = {
    "method.acronym": 0.50,
    "method.acts": 0.84,
    "method.apposition": 0.95,
    "method.class": 0.12,
    "method.coined": 0.50,
    "method.compound": 0.24,
    "method.joined": 0.60,
    "method.kind_after": 0.57,
    "method.kind_before": 0.85,
    "method.lexicon": 0.95,
    "method.list_before": 0.70,
    "method.long_form": 0.59,
    "method.named": 0.83,
    "method.ours": 0.71,
    "method.proposed": 0.90,
    "method.short_form": 0.60,
    "method.shortened": 0.66,
    "method.title": 0.94,
    "method.title_phrase": 0.39,
    "method.used": 0.55,
}
"""How often a rule finds a named method, class words and the like left aside: measured on annotated papers."""


class MethodRow(NameRow):
    """A method of ``data/methods.tsv``; ``generic`` marks class words, formats and others that are no proper names."""

    category: Literal[
        "algorithm",
        "class",
        "compiler",
        "format",
        "framework",
        "language",
        "library",
        "model",
        "simulator",
        "system",
        "technique",
    ]
    generic: Literal["yes"] | None = None


@lru_cache(maxsize=1)
def method_rows() -> tuple[MethodRow, ...]:
    """The rows of ``data/methods.tsv``.

    Raises:
        extractors.catalogue.CatalogueError: where the table breaks its rules.
    """
    return load_table(files("extractors.data") / "methods.tsv", MethodRow)


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon[MethodRow]:
    return build_lexicon(method_rows())


def find_methods(text: str, *, title: bool = False) -> Iterator[Found]:
    """What speaks for a method in ``text``: names of the table in order, then names by shape and surroundings.

    One stretch may come several times, once a rule; rules differ in ``score``. ``title`` says that the text is one.

    >>> found = find_methods("We fine-tune Llama 3.1 8B, a Transformer.")
    >>> [(mention.name, mention.rule) for mention in found if mention.score > 0.5 or mention.generic]
    [('LLaMA-3.1-8B', 'method.lexicon'), ('Transformer', 'method.class')]
    """
    for match in find_names(_lexicon(), text):
        row = match.row
        rule = "method.class" if row.generic else "method.lexicon"
        yield Found(
            match.start,
            match.end,
            "method",
            match.name,
            rule,
            attributes={"category": row.category},
            score=SCORES[rule],
            generic=row.generic is not None,
        )
    for start, end, rule in _evidence(text, title):
        yield Found(start, end, "method", text[start:end], rule, score=SCORES[rule])


def _evidence(text: str, title: bool) -> Iterator[tuple[int, int, str]]:
    if title and (name := _TITLE_NAME.match(text)) and (words := name[0].count(" ")) < 5:
        yield 0, name.end(), "method.title_phrase" if words and not _INNER_CAPITAL.search(name[0]) else "method.title"
    for candidate in candidates(text, title):
        if not _NO_METHOD.fullmatch(text, candidate.start, candidate.end):
            for rule in _rules(candidate, title):
                yield candidate.start, candidate.end, rule
    for pair in find_abbreviations(text):
        yield pair.long_start, pair.long_end, "method.long_form"
        yield pair.short_start, pair.short_end, "method.short_form"


def _rules(candidate: Candidate, title: bool) -> Iterator[str]:
    if (title and candidate.shape in ("compound", "title")) or (candidate.opens and candidate.shape == "title"):
        return
    if candidate.shape != "title":
        yield f"method.{candidate.shape}"
    yield from cues(candidate, _BEFORE, _AFTER)
