"""Hardware named by what it is rather than by a product's name.

"AMD GPUs" is a vendor's class, "a mobile GPU" a bare class (generic), "the Orca cluster" a machine that only its class
word gives away. Products are `extractors.hardware_catalogue`'s.
"""

import re
from collections.abc import Iterator

from extractors.found import Found
from extractors.hardware_catalogue import FACTS
from schemas.entity import AttributeValue

VENDORS = {
    "NVIDIA": r"N[Vv][Ii][Dd][Ii][Aa]|nvidia",
    "AMD": "AMD",
    "Intel": "Intel",
    "Arm": "ARM|Arm",
    "Apple": "Apple",
    "Huawei": "Huawei",
    "Qualcomm": "Qualcomm",
    "Samsung": "Samsung",
    "Google": "Google",
    "IBM": "IBM",
    "MediaTek": "MediaTek",
    "Xilinx": "Xilinx",
    "Altera": "Altera",
    "Lattice": "Lattice",
    "Moore Threads": "Moore Threads",
    "Hygon": "Hygon",
    "D-Wave": "D-Wave",
    "Quantinuum": "Quantinuum",
    "IonQ": "IonQ",
    "Rigetti": "Rigetti",
}
"""Vendors whose name before a class word makes an entity, and how each is written."""

QUALIFIER = (
    r"(?:consumer|server|data[ -]?center|desktop|laptop|mobile|edge|embedded|gaming|professional|workstation|discrete"
    r"|integrated|enterprise|high-end|low-end|mid-range|low-power|modern|commodity|commercial|Tensor Core|AI|x86"
    r"|multi-?core|many-?core|\d{1,3}-core|[Oo]nboard|inference|development|architecture)(?:-(?:grade|class|based|level))?"
)
"""A word that may stand between a name and its class word."""

_CLASSES = {
    "GPU": r"GPUs?|[Gg]raphics [Pp]rocessing [Uu]nits?|[Gg]raphics [Cc]ards?|[Gg]raphics processors?",
    "CPU": r"CPUs?|[Cc]entral [Pp]rocessing [Uu]nits?",
    "NPU": r"NPUs?|[Nn]eural [Pp]rocessing [Uu]nits?",
    "FPGA": r"FPGAs?|[Ff]ield[ -][Pp]rogrammable [Gg]ate [Aa]rrays?",
    "TPU": r"TPUs?|[Tt]ensor [Pp]rocessing [Uu]nits?",
    "SoC": r"SoCs?|[Ss]ystems?-on-(?:a-)?[Cc]hips?",
    "ASIC": "ASICs?",
    "DSP": "DSPs?",
    "QPU": r"QPUs?|[Qq]uantum (?:computers?|processors?|annealers?)",
    "microcontroller": r"[Mm]icrocontrollers?|MCUs?",
    "smartphone": r"[Ss]martphones?",
}
_KINDS = {"DSP": "asic", "QPU": "quantum", "smartphone": "phone"}
_ANY_VENDOR = "|".join(VENDORS.values())
_ANY_CLASS = "|".join(_CLASSES.values())
_OF_VENDOR = rf"(?:{_ANY_CLASS}|[Pp]rocessors?|[Qq]uantum (?:chips?|devices?|hardware))(?!\w|-[a-z])"
_VENDOR_CLASS = re.compile(
    rf"(?P<vendor>{_ANY_VENDOR})(?:'s)?(?:(?: {QUALIFIER})?(?: {QUALIFIER})? (?P<class>{_OF_VENDOR})"
    rf"|(?=(?:/|, (?:and |or )?| and | or | ?& ?)(?:{_ANY_VENDOR})"
    rf"(?:, (?:and |or )?(?:{_ANY_VENDOR})| (?:and|or) (?:{_ANY_VENDOR}))?(?: {QUALIFIER})? (?P<last>{_OF_VENDOR})))"
)
_CLASS = re.compile(rf"(?:{_ANY_CLASS})(?!\w)")
_CLASS_QUALIFIER = re.compile(
    r"(?<![\w-])(?:\d{1,3}[ -]?GB|\d{1,3}-core|([Mm]obile|[Ee]dge|[Ee]mbedded|[Cc]onsumer|[Cc]ommodity|[Dd]esktop"
    r"|[Ll]aptop)(?:-(?:grade|class|level))?)[ -]$"
)
_MACHINE_NAME = re.compile(
    r"(?<![\w.-])([A-Z][A-Za-z]{2,}[A-Za-z0-9-]*(?: \d{1,2})?)"
    r"(?: (?:AI|[CG]PU|HPC|(?:[Pp]re-)?[Ee]xascale|[Pp]etascale))? $"
)
_NO_MACHINE = re.compile(
    r"(?:The|This|That|Each|Our|One|Every|Any|Same|Single|Multi|Modern|Large|Big|Top|TOP500|High|Shared|Compute|Cluster"
    r"|Hierarchical|Exascale|Petascale|European|National|Chinese|Japanese|EuroHPC|HPC|AI|GPU|CPU|TPU|NPU|Beowulf|Linux"
    r"|Kubernetes|Spark|Hadoop|Slurm|SLURM|Ray|Dask|Kafka|Flink|AMD|NVIDIA|Intel|AWS|Google|Azure|Cray|ARM|Apple|Huawei"
    r"|Ascend)\b"
)
_MACHINE_TALK = re.compile(
    r"[Ss]upercomput|[Ee]xascale|[Pp]etascale|\bHPC\b|\bnodes\b|[Ll]eadership[- ][Cc]|\bTOP500|\bMPI\b|\bGPU"
)
_WINDOW = 48

_VENDOR_WORDS = frozenset(re.split("[ -]", vendor)[0].lower() for vendor in VENDORS)
_CLASS_WORDS = frozenset(
    f"{word}{plural}"
    for word in (
        *("gpu", "cpu", "npu", "tpu", "qpu", "dsp", "soc", "asic", "fpga", "mcu", "graphics", "central", "neural"),
        *("field", "tensor", "quantum", "system", "microcontroller", "smartphone"),
    )
    for plural in ("", "s")
)
_MACHINE_WORDS = frozenset(("supercomputer", "cluster"))
TRIGGERS = _VENDOR_WORDS | _CLASS_WORDS | _MACHINE_WORDS
"""The words, in lower case, at which `classes_at` may find something."""


def classes_at(text: str, position: int, trigger: str) -> Iterator[Found]:
    """What the word ``trigger`` (lower case) at ``position`` begins, or ends in the case of a machine.

    >>> text = "on NVIDIA and AMD GPUs"
    >>> [(found.name, text[found.start : found.end]) for found in classes_at(text, 3, "nvidia")]
    [('NVIDIA GPU', 'NVIDIA')]
    """
    if trigger in _VENDOR_WORDS:
        yield from _vendor_class(text, position)
    if trigger in _CLASS_WORDS:
        yield from _bare_class(text, position)
    if trigger in _MACHINE_WORDS:
        yield from _machine(text, position, trigger)


def _vendor_class(text: str, position: int) -> Iterator[Found]:
    if match := _VENDOR_CLASS.match(text, position):
        vendor = next(name for name, form in VENDORS.items() if re.fullmatch(form, match["vendor"]))
        word = _class_of(match["class"] or match["last"])
        end = match.end() if match["class"] else match.end("vendor")
        facts: dict[str, AttributeValue] = {"vendor": vendor, "class": _kind(word)}
        yield Found(position, end, "hardware", f"{vendor} {word}", "hardware.vendor_class", facts, score=0.9)


def _bare_class(text: str, position: int) -> Iterator[Found]:
    match = _CLASS.match(text, position)
    if match is None:
        return
    word, start, end = _class_of(match[0]), position, match.end()
    if word == "TPU":  # only one vendor makes them, so the class is its family
        yield Found(start, end, "hardware", "Google TPU", "hardware.class", FACTS["Google TPU"], score=0.8)
        return
    facts: dict[str, AttributeValue] = {"class": _kind(word)}
    if qualifier := _CLASS_QUALIFIER.search(text[max(0, position - _WINDOW) : position]):
        start -= len(qualifier[0])
        word = f"{qualifier[1].lower()} {word}" if qualifier[1] else word
    yield Found(start, end, "hardware", word, "hardware.class", facts, score=0.8, generic=True)


def _machine(text: str, position: int, trigger: str) -> Iterator[Found]:
    """A name before "supercomputer", or before "cluster" where the talk is of machines."""
    end = position + len(trigger)
    if text[position:end] != trigger:
        return
    match = _MACHINE_NAME.search(text[max(0, position - _WINDOW) : position])
    if match is None or _NO_MACHINE.match(match[1]):
        return
    around = text[max(0, position - 8 * _WINDOW) : end + 8 * _WINDOW]
    if trigger == "supercomputer" or _MACHINE_TALK.search(around):
        facts: dict[str, AttributeValue] = {"class": "supercomputer"}
        yield Found(position - len(match[0]), end, "hardware", match[1], "hardware.machine", facts, score=0.7)


def _class_of(word: str) -> str:
    other = "QPU" if "uantum" in word else "CPU"
    return next((name for name, form in _CLASSES.items() if re.fullmatch(form, word)), other)


def _kind(word: str) -> str:
    return _KINDS.get(word, word.lower())
