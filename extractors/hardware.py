"""Hardware named in a text: products, families, architectures, machines, vendor + class, and class words.

"we train on 8 NVIDIA A100-SXM4-80GB GPUs" gives "NVIDIA A100-SXM4-80GB GPUs", the variant "NVIDIA A100 SXM 80GB" of the
family "NVIDIA A100"; "AMD GPUs" gives the class of a vendor, "a mobile GPU" a generic.

A mention is a core, known to a table (``data/hardware.tsv``) or of the shape of a series
(``data/hardware_patterns.tsv``), plus what belongs to it on both sides: vendor, product line, memory, form, class word.
Short names that mean other things elsewhere (T4, Hopper, Summit) count only with evidence in the text, or, with a
lower score, where the words beside them make them a place to compute: "on 512 nodes of Summit", "5 ms on a T4".
Names are compared as written, never by likeness: RTX 4080 and RTX 4090 have nothing in common.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Protocol

from extractors import hardware_catalogue, hardware_classes
from extractors.found import Found
from extractors.hardware_catalogue import ARCHITECTURES, FACTS, MACHINES, SEPARATOR, Core, Cue, Kind, core_at
from extractors.hardware_classes import QUALIFIER, VENDORS, classes_at
from schemas.entity import AttributeValue

_CUES: dict[Cue, re.Pattern[str]] = {
    "accelerator": re.compile(
        r"GPU|N[Vv][Ii][Dd][Ii][Aa]|CUDA|TPU|NPU|FPGA|RTX|Jetson|\b(?:G?[ABHV][12348]00|MI\d{3})|TensorRT|FLOPS|FPS"
        r"|\b[Aa]ccelerators?\b|\b[Ee]dge (?:AI|device|hardware|platform|deploy)"
        r"|[Ee]mbedded (?:device|platform|hardware)"
    ),
    "apple": re.compile(r"Apple|MacBook|\bMac\b|macOS|iPad|\bMLX\b"),
    "arm": re.compile(r"\bA(?:RM|rm)|\bSVE\b|\bNEON\b"),
    "ascend": re.compile(r"NPU|Huawei|Pangu|CANN|MindSpore|Neural Processing Unit"),
    "cerebras": re.compile("Cerebras|[Ww]afer"),
    "gpu": re.compile(r"GPU|N[Vv][Ii][Dd][Ii][Aa]|CUDA|[Tt]ensor [Cc]ore|graphics card"),
    "intel": re.compile(r"Intel|Ponte Vecchio|SYCL"),
    "machine": re.compile(
        r"[Ss]upercomput|[Ee]xascale|[Pp]etascale|\bHPC\b|\bcompute nodes\b|[Ll]eadership[- ][Cc]|\bTOP500|\bMPI\b"
    ),
    "phone": re.compile(r"[Pp]hone|[Tt]ablet|Apple|iOS|Android|[Mm]obile|on-device"),
    "processor": re.compile(r"CPU|[Pp]rocessor|Intel|AMD|[Ss]erver|laptop|\bcores?\b|IBM"),
    "tenstorrent": re.compile(r"Tenstorrent|RISC-V"),
}

_TRADEMARK = r"(?:T ?M|[™®©]|\((?:R|TM|tm)\))"
_CLASS_WORD = (
    r"[ -](?:GPUs?|CPUs?|NPUs?|TPUs?|FPGAs?|APUs?|IPUs?|LPUs?|DSPs?|SoCs?|GCDs?|VPUs?|MCUs?|PiM|PIM|"
    r"(?:[Ss]uper)?[Cc]hips?|[Aa]rchitectures?|[Pp]rocessors?|[Mm]icroprocessors?|[Mm]icrocontrollers?|[Aa]ccelerators?|[Bb]oards?|[Cc]ards?|"
    r"[Dd]ev(?:eloper|elopment)? [Kk]its?|[Dd]evices?|[Pp]latforms?|[Ss]ystems?|[Ss]ervers?|[Nn]odes?|[Ss]eries|"
    r"[Cc]lusters?|[Ss]uper(?:computer|pod|cluster)s?|[Ii]nstances?|[Ll]aptops?|[Ww]orkstations?|[Cc]omputers?|"
    r"[Ss]mart[Pp]hones?|[Pp]hones?|[Hh]eadsets?|[Mm]achines?|[Gg]raphics [Cc]ards?|"
    r"[Gg]raphics [Pp]rocessing [Uu]nits?|[Nn]eural [Pp]rocessing [Uu]nits?|[Tt]ensor [Pp]rocessing [Uu]nits?)(?![\w'])"
    r"(?![ -](?:hours?|days?|hrs?|[Mm]emory|kernels?|architectures?)\b)"
)
_TELLING_DEVICE = re.compile(
    r"[A-Z]PU|FPGA|SoC|[Cc]hip|[Pp]rocessor|[Aa]ccel|[Bb]oard|[Cc]ard|[Kk]it|[Dd]evice|[Gg]raphics|[Pp]hone"
)
_TELLING: dict[Kind, re.Pattern[str]] = {
    "architecture": re.compile("[A-Z]PU|[Gg]raphics|[Cc]ard|[Aa]rchitecture|[Pp]rocessor"),
    "supercomputer": re.compile("[Ss]upercomputer|[Cc]luster"),
}
_HEAD = re.compile(_CLASS_WORD)
_QUALIFIED_HEAD = re.compile(rf"(?:[ -](?:based|{QUALIFIER}))?(?: {QUALIFIER})?{_CLASS_WORD}")
_MEMORY_AFTER = re.compile(
    rf" ?\((\d{{1,4}})[ -]?(?:GB|GiB|G) ?\)|(?:{SEPARATOR}|( with ))?(\d{{1,4}})[ -]?(?:GB|GiB|G)\b(?!/)"
)
_MEMORY_BEFORE = re.compile(r"(?<![\w.])(\d{1,4})[ -]?(?:GB|GiB|G) $")
_PARTS: tuple[tuple[re.Pattern[str], dict[str, str]], ...] = (
    (
        re.compile(r" (?:(Server|Workstation) Edition|(SE)\b)"),
        {"ser": "Server Edition", "se": "Server Edition", "wor": "Workstation Edition"},
    ),
    (
        re.compile(rf"(?:{SEPARATOR}| \()([Ll]aptop|[Mm]obile|Max-Q)(?![a-z])\)?"),
        {"lap": "Laptop", "mob": "Laptop", "max": "Max-Q"},
    ),
    (
        re.compile(rf"{SEPARATOR}?(SXM|SMX|PCI-?[eE]|OAM)\d?(?![A-Za-z])"),
        {"sxm": "SXM", "smx": "SXM", "pci": "PCIe", "oam": "OAM"},
    ),
)
_LINES = (
    "GeForce|Geforce|GEFORCE|Tesla|Quadro|Kepler|Maxwell|Pascal|Volta|Turing|Ampere|Hopper|Blackwell|Ada|Jetson|Instinct|"
    "Radeon|Alveo|Versal|Zynq|Virtex|Kintex|Habana|Coral|Movidius|Cortex|Core|Xeon|Snapdragon|HiSilicon|Kria|UltraScale\\+"
)
_MAKERS = (
    "|".join(VENDORS.values()) + "|AMD/Xilinx|AMD-Xilinx|AWS|Amazon|Microsoft|Meta|HPE|Cray|Dell|Lenovo|Atos|Eviden|"
    "Fujitsu|Alibaba|Baidu|Cambricon|Cerebras|Graphcore|Tenstorrent|SambaNova|Groq|Hailo|BrainChip|Rockchip|MediaTek|"
    "STMicroelectronics|ST|Texas Instruments|TI|Espressif|Analog Devices|Altera|Lattice|Terasic|Digilent|Nordic|"
    "Sophgo|SK hynix|NERSC|OLCF|ORNL|ALCF|ANL|NCSA|TACC|CSCS|LLNL|SDSC|JSC|BSC|EuroHPC|CINECA|RIKEN|Quantinuum|Rigetti"
)
_BEFORE = re.compile(rf"(?:(?<!\w)|(?<=\d[xX])|(?<=times))((?:{_MAKERS})(?:'s)?|{_LINES}){_TRADEMARK}?{SEPARATOR}$")
_SAME_SERIES_BEFORE = re.compile(
    r"(?:[RG]TX|NVIDIA|Nvidia)[ -]?(?:\d{4}(?: ?Ti| SUPER)?)?(?:/| ?& ?|,? and |,? or |, | )$"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:] )$")
_ON_BEFORE = re.compile(r"\b[Oo]n $")
_DEVICE_TIME = re.compile(r"[ -](?:GPU[ -])?(?:hours?|days?)\b")
_DEVICES = frozenset(("gpu", "system", "board", "npu", "asic"))
_WINDOW = 48
_TIMES = r"(?: ?\$? ?(?:\\times|[×xX*]|times)\$?)"

# Where a short name stands as a place to compute. Of a list ("on Summit, Frontier and Aurora") any item stands there.
_LISTED = (
    r"(?:[A-Z][\w.-]*(?: [A-Z\d][\w.-]*)?(?: \([^()]{1,24}\))?(?:, and |, or |, | and | or |/)(?:on )?(?:the )?){0,4}$"
)
_MACHINE_PARTS = (
    r"(?:nodes?|[CGA]PUs?|cores|GCDs?|tiles|processors|sockets|racks|ranks|chips|superchips|accelerators|node[- ]hours)"
)
_OF_PARTS = re.compile(rf"\b{_MACHINE_PARTS} (?:of|on|from|in|at) (?:the )?{_LISTED}")
_RUNS_ON = re.compile(
    r"\b(?:[Rr]uns?|[Rr]unning|[Rr]an|[Ee]xecut(?:ed?|es|ing|ion)|[Dd]eploy(?:ed|ing|ment)?|[Pp]ort(?:ed|ing)"
    rf"|[Ss]cal(?:es?|ed|ing)|[Jj]obs)(?: [a-z]+(?:-[a-z]+)?){{0,2}} (?:on|to|across) {_LISTED}"
)
_PLACED_ON = re.compile(rf"(?<![\w-])(?:[Oo]n|[Aa]cross|[Oo]nto) (?:the |both )?{_LISTED}")
_NO_PLACE_ON = re.compile(
    r"\b(?:[Bb]ased|[Pp]riors?|[Dd]epend\w*|[Aa]ttacks?|[Ff]ocus\w*|rel(?:y|ies|ying)|[Cc]ondition\w*|[Ee]ffects?"
    r"|[Bb]ounds?|[Bb]uil(?:t|ds?|ding)|[Cc]onstraints?|[Ii]mpact|[Ss]tud(?:y|ies)|[Rr]esearch|[Ww]ork)"
    rf" (?:up)?on (?:the )?{_LISTED}"
)
_PLACED_WITH = re.compile(rf"(?<![\w-])(?:[Uu]sing|[Aa]t|[Ww]ith|[Tt]o) (?:the |both )?{_LISTED}")
_MACHINE_AFTER = re.compile(
    rf"(?:'s)? (?:[Ss]uper ?[Cc]omputers?|[Mm]achines?|[Ss]ystems?|[Cc]lusters?|[Pp]artitions?|{_MACHINE_PARTS})\b"
)
_NO_NOUN_AFTER = re.compile(
    r"s?(?=$|[.,;:!?)\]/]|'s | \(|--? | (?:and|or|in|with|at|for|to|on|while|when|where|than|is|are|was|we|it|using|by"
    r"|from|as|via|takes?|shows?|reach\w*|keeps?|yields?|gives?|sustains?|exceeds?|delivers?|remains?|has|have|can|across|over|within|up"
    r"|only|alone|than|because|through|respectively|without|against|versus|vs|compared|achiev\w+|demonstrat\w+|that|which"
    r"|under|per)\b)"
)
_FEW = "two|three|four|six|eight|sixteen"
_DEVICE_PLACE = re.compile(
    r"(?<![\w-])(?:[Oo]n|[Ww]ith|[Uu]sing|[Aa]cross|per)(?: only| just)? (?:the )?"
    rf"(?:an? |one |(?:an? )?single |(?:{_FEW}) |\d{{1,4}}(?: |-|{_TIMES} ?))$"
)
_DEVICES_COUNTED = re.compile(rf"(?<![\w.,/^-])(?:(?:{_FEW}) |\d{{1,4}}(?: |{_TIMES} ?))$")
_DEVICE_NAMED = re.compile(rf"(?<![\w-])(?:[Oo]n|per) (?:the |both )?{_LISTED}")
_BIG_MACHINE = re.compile(
    r"\b[Nn]odes\b|[Nn]ode-hours|[PE]FLOP|[PE]F(?:lop)?/s|(?:[Pp]eta|[Ee]xa)(?:flop|-?scale)|\bMPI\b|[Ss]upercomput|\bHPC\b"
    r"|\bcores\b|(?:[Ss]trong|[Ww]eak|[Pp]arallel)[- ](?:scal|effic)"
)
_PARALLEL = re.compile(r"[CG]PUs|OpenMP|CUDA|SYCL|Kokkos|\bMI\d{3}|\b[AHV]100")
_COMPUTING = re.compile(
    r"\b(?:[Tt]rain(?:s|ed|ing)?|[Ii]nference|[Ll]atency|faster|[Ss]peed-?ups?|[Tt]hroughput|[Rr]un-?times?|[Rr]uns|ran"
    r"|[Rr]unning|FPS|[Rr]eal-time|[Bb]enchmark\w*|[Dd]eploy\w*|[Mm]emory|[Tt]okens?|LLMs?)\b"
    r"|\d ?(?:ms|hours|minutes|days)\b|FLOP"
)
_SPEED = re.compile(
    r"\bfaster\b|\d ?(?:[x×]|times|\\times) (?:speed|higher|lower)|\d ?ms\b|FPS|FLOP|[Tt]hroughput|[Ss]peed-?up"
    r"|[Tt]okens?/s|\b[Tt]okens? per second|[Ii]nference (?:time|latency|speed)"
)
_VERB_OF_METHODS = (
    "outperforms|surpasses|reduces|leverages|uses|employs|enables|adopts|introduces|supports|consists|learns|combines"
    "|exploits|generates|improves|consistently|significantly|provides|automatically"
)

_GLUED = re.compile(r"\w|\.(?=[a-z])")
# A word that a name may begin with; "8x" and "8times" are often glued to one.
_WORD = re.compile(
    r"(?:(?<=\d)(?:[xX]|times)(?=[A-Z])|(?<=\\)times(?=[A-Z]))?([A-Za-z]{2,}|[A-Za-z](?=\d|-[A-Z])|(?<![\w.,])\d{4}(?!\d))"
)
_TRIGGERS = hardware_catalogue.TRIGGERS | hardware_classes.TRIGGERS

_NUMBER_WORDS = {
    "single": 1, "one": 1, "two": 2, "dual": 2, "three": 3, "four": 4, "quad": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "sixteen": 16, "thirty-two": 32, "sixty-four": 64,
    "thousand": 1_000,
}  # fmt: skip
_MULTIPLES = {"k": 1_000, "thousand": 1_000, "million": 1_000_000}
_ADJECTIVE = (
    r"(?:(?!(?:and|from|with|than|over|into|onto|this|that|each|every|hours?|days?|nodes?|times|cores?|using|latest|about"
    r"|between|both|against|while|epochs?|steps?|images?|frames?|tokens?|minutes?|seconds?) )"
    r"[a-z]{3,14}(?:-[a-z]{2,12})? )?"
)
_FIRST_OF_TWO = r"(?:[A-Z][\w.-]*(?: [A-Z\d][\w.-]*)?(?: [A-Z\d][\w.-]*)?(?: and | or |/))?"
_COUNT_BEFORE = re.compile(
    r"(?:(?<![\w.,/^-])(?<![A-Z] )|(?<=\d-)|(?<=--)|(?<=\d–))"
    rf"(\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}}|(?i:{'|'.join(_NUMBER_WORDS)})\b)(?: ?(k|K|thousand|million)\b)?,?"
    rf"(?:{_TIMES}|[ -](?:GPUs?|card|device|way)|-$|(?= )) ?{_ADJECTIVE}{_ADJECTIVE}{_FIRST_OF_TWO}$"
)
_COUNT_AFTER = re.compile(rf" ?\(?{_TIMES} ?(\d{{1,4}})(?![\w.])()")


class _Evidence:
    """What a text shows, each question answered once, for a long text may hold many short names."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._cues: dict[Cue, bool] = {}
        self._words: dict[str, bool] = {}
        self._patterns: dict[re.Pattern[str], bool] = {}
        self._others: dict[re.Pattern[str], frozenset[str]] = {}

    def shows(self, cue: Cue) -> bool:
        if cue not in self._cues:
            self._cues[cue] = _CUES[cue].search(self._text) is not None
        return self._cues[cue]

    def has(self, word: str) -> bool:
        if word not in self._words:
            self._words[word] = word in self._text
        return self._words[word]

    def matches(self, pattern: re.Pattern[str]) -> bool:
        if pattern not in self._patterns:
            self._patterns[pattern] = pattern.search(self._text) is not None
        return self._patterns[pattern]

    def beside(self, names: re.Pattern[str], name: str) -> bool:
        """Whether the text holds another of the names."""
        if names not in self._others:
            self._others[names] = frozenset(match[0] for match in names.finditer(self._text))
        return not self._others[names] <= {name}


def find_hardware(text: str) -> Iterator[Found]:
    """Mentions of hardware in one field, in order, without overlap.

    >>> for found in find_hardware("It runs on 8 NVIDIA A100-80GB GPUs, not on an RTX 4090."):
    ...     print((found.start, found.end), found.name, found.attributes.get("family"))
    (13, 34) NVIDIA A100 80GB NVIDIA A100
    (46, 54) NVIDIA GeForce RTX 4090 None
    """
    taken: set[int] = set()
    mentions: list[Found] = []
    for found in sorted(_candidates(text, _Evidence(text)), key=lambda found: (found.start - found.end, found.start)):
        if found.start not in taken and found.end - 1 not in taken:
            taken.update(range(found.start, found.end))
            mentions.append(found)
    yield from sorted(mentions, key=lambda found: found.start)


class Placed(Protocol):
    """Anything that stands somewhere in a text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def device_count(text: str, found: Placed) -> int | None:
    """How many devices a mention stands for, where that is stated: "8 A100s", "a single GPU", "A100x8"; else None.

    >>> text = "trained on eight RTX 4090 GPUs"
    >>> [device_count(text, found) for found in find_hardware(text)]
    [8]
    """
    if _DEVICE_TIME.match(text, found.end):
        return None
    before = text[max(0, found.start - _WINDOW) : found.start]
    stated = _COUNT_BEFORE.search(before) or _COUNT_AFTER.match(text, found.end)
    return _number(stated[1], stated[2]) if stated else None


def _candidates(text: str, evidence: _Evidence) -> Iterator[Found]:
    for word in _WORD.finditer(text):
        trigger = word[1].lower()
        if trigger not in _TRIGGERS and (trigger := trigger.removesuffix("s")) not in hardware_catalogue.TRIGGERS:
            continue
        position = word.start(1)
        if position and position == word.start() and _GLUED.match(text, position - 1):
            continue
        if (core := core_at(text, position, trigger)) and (found := _mention(text, core, evidence)):
            yield found
        yield from classes_at(text, position, trigger)


def _mention(text: str, core: Core, evidence: _Evidence) -> Found | None:
    """The core with all that belongs to it; None where a short name has no evidence."""
    start, memory_before, named = _extend_left(text, core.start)
    end, parts, memory_after = _extend_right(text, core)
    score = 1.0
    if core.cue:
        telling = named or _TELLING.get(core.kind, _TELLING_DEVICE).search(text, core.end, end)
        score = 0.9 if telling else _plausibility(text, core, core.cue, evidence)
    if not score or (not named and any(evidence.has(word) for word in core.veto)):
        return None
    name, facts = _variant(core, parts, memory_after or memory_before)
    return Found(start, end, "hardware", name, core.rule, facts, score=score)


def _extend_left(text: str, start: int) -> tuple[int, int | None, bool]:
    """Where the mention starts, the memory stated before the name, and whether a vendor or line stands there."""
    memory: int | None = None
    named = False
    for _ in range(4):
        before = text[max(0, start - _WINDOW) : start]
        if match := _BEFORE.search(before):
            named = True
        elif memory is None and (match := _MEMORY_BEFORE.search(before)):
            memory = int(match[1])
        else:
            break
        start -= len(match[0])
    return start, memory, named


def _extend_right(text: str, core: Core) -> tuple[int, list[str], int | None]:
    """Where the mention ends, what makes it a variant, and the memory stated after the name."""
    end = core.end
    parts: list[str] = []
    memory: int | None = None
    for pattern, part_of in _PARTS if core.kind in _DEVICES else ():
        if match := pattern.match(text, end):
            parts.append(part_of[match[match.lastindex or 0].casefold()[:3]])
            end = match.end()
        if memory is None and (stated := _memory_after(text, end, core.kind)):
            memory, end = stated
    head = _HEAD if end > core.end else _QUALIFIED_HEAD
    if core.kind not in ("isa", "network") and (match := head.match(text, end)):
        end = match.end()
        if memory is None and text.startswith(" (", end) and (stated := _memory_after(text, end, core.kind)):
            memory, end = stated
    elif text.startswith("s", end) and not text[end + 1 : end + 2].isalnum():
        end += 1
    return end, parts, memory


def _memory_after(text: str, end: int, kind: Kind) -> tuple[int, int] | None:
    """The memory stated at ``end`` in GB, and where the statement ends."""
    match = _MEMORY_AFTER.match(text, end)
    if match is None or (match[2] and kind != "gpu"):
        return None
    return int(match[1] or match[3]), match.end()


def _variant(core: Core, parts: list[str], memory: int | None) -> tuple[str, Mapping[str, AttributeValue]]:
    """Name and facts of the product with a stated form or memory, where these tell it from its family."""
    if memory is not None and core.facts.get("memory_gb") == memory:
        memory = None
    name = " ".join([core.name, *parts, *([f"{memory}GB"] if memory else [])])
    if name == core.name:
        return name, core.facts
    if known := FACTS.get(name):
        return name, known
    shared = {key: core.facts[key] for key in ("class", "vendor", "architecture", "release_year") if key in core.facts}
    stated: dict[str, AttributeValue] = {"memory_gb": memory} if memory else {}
    return name, shared | {"family": core.name} | stated


def _plausibility(text: str, core: Core, cue: Cue, evidence: _Evidence) -> float:
    """How likely a short name without vendor or class word means hardware here: by its text, by its place, or 0."""
    before = text[max(0, core.start - _WINDOW) : core.start]
    if core.kind == "supercomputer":
        return _plausibility_of_machine(text, core, cue, evidence)
    if cue == "geforce" and _SAME_SERIES_BEFORE.search(before):
        return 0.9
    if core.kind in _DEVICES and _DEVICE_TIME.match(text, core.end):
        return 0.9
    if cue != "geforce" and (evidence.shows(cue) or (cue == "ascend" and _ON_BEFORE.search(before))):
        return 0.9
    return 0.6 if _is_device_place(text, core, before, evidence) else 0.0


def _is_device_place(text: str, core: Core, before: str, evidence: _Evidence) -> bool:
    """Whether the words beside a bare model number make it a device: "on a T4.", "eight A10s", "5 ms on T4"."""
    if core.kind == "architecture":
        name = text[core.start : core.end]
        placed = _DEVICE_NAMED.search(before) and _NO_NOUN_AFTER.match(text, core.end)
        return bool(placed) and evidence.matches(_SPEED) and evidence.beside(ARCHITECTURES, name)
    if not (text[core.end - 1].isdigit() or core.kind in _DEVICES):
        return False
    if _DEVICES_COUNTED.search(before) and text.startswith("s", core.end):
        return evidence.matches(_COMPUTING)
    if not _NO_NOUN_AFTER.match(text, core.end):
        return False
    if _DEVICE_PLACE.search(before):
        return evidence.matches(_COMPUTING)
    is_ambiguous = core.cue == "geforce" or text[core.start : core.end].isdigit()
    return not is_ambiguous and _DEVICE_NAMED.search(before) is not None and evidence.matches(_SPEED)


def _plausibility_of_machine(text: str, core: Core, cue: Cue, evidence: _Evidence) -> float:
    if text.startswith("s", core.end) or evidence.matches(_own_method(text[core.start : core.end])):
        return 0.0
    before = text[max(0, core.start - 2 * _WINDOW) : core.start]
    if cue != "site" and evidence.shows(cue) and not _SENTENCE_START.search(before):
        return 0.9
    followed = _MACHINE_AFTER.match(text, core.end) is not None
    if not followed and not _NO_NOUN_AFTER.match(text, core.end):
        return 0.0
    if _OF_PARTS.search(before):
        return 0.8
    is_hpc = evidence.matches(_BIG_MACHINE) or evidence.beside(MACHINES, text[core.start : core.end])
    is_placed = _PLACED_ON.search(before) is not None and not _NO_PLACE_ON.search(before)
    if is_placed and is_hpc:
        return 0.8
    if cue == "site":
        return 0.0
    if _RUNS_ON.search(before):
        return 0.6
    is_hpc = is_hpc or evidence.matches(_PARALLEL)
    if is_placed:
        return 0.6 if is_hpc or (not before.endswith("the ") and evidence.matches(_COMPUTING)) else 0.0
    is_called = followed and before.endswith(("the ", "'s "))
    return 0.6 if is_hpc and (is_called or _PLACED_WITH.search(before)) else 0.0


@cache
def _own_method(name: str) -> re.Pattern[str]:
    """Words that present what bears the name of a machine as something else: "We present Aurora, a compiler"."""
    spelled_out = rf"|[a-z] \({name}\)" if name.isupper() else ""
    name = re.escape(name)
    no_machine = r"(?![^.]{0,60}(?:supercomput|machine|system at|cluster|[Ee]xascale))"
    return re.compile(
        r"\b(?:[Pp]resent|[Ii]ntroduc|[Pp]ropos|[Dd]evelop|[Dd]esign|[Rr]eleas|[Bb]uil[dt]|[Cc]all|[Nn]am|[Dd]ub|[Tt]erm)"
        rf"(?:e|s|es|ed|ing)? (?:(?!(?:on|for|of|at|in|to|with|using|from|by|and)\b)[\w-]+ ){{0,5}}{name}\b{no_machine}"
        rf"|(?<!\w){name}(?: \([^()]*\))?(?:,| is|:) (?:an?|our) {no_machine}|^{name}: {spelled_out}"
        rf"|\b(?:[Oo]ur|[Pp]roposed) {name}\b{no_machine}|(?<!\w){name} (?:{_VERB_OF_METHODS})\b"
    )


def _number(word: str, multiple: str | None) -> int | None:
    count = _NUMBER_WORDS.get(word.lower()) or int(word.replace(",", "") if word[0].isdigit() else 0)
    return count * _MULTIPLES.get((multiple or "").lower(), 1) or None
