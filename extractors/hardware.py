"""Hardware named in a text: products, families, architectures, machines, vendor + class, and class words.

"we train on 8 NVIDIA A100-SXM4-80GB GPUs" gives "NVIDIA A100-SXM4-80GB GPUs", the variant "NVIDIA A100 SXM 80GB" of the
family "NVIDIA A100"; "AMD GPUs" gives the class of a vendor, "a mobile GPU" a generic.

A mention is a core, known to a table (``data/hardware.tsv``) or of the shape of a series
(``data/hardware_patterns.tsv``), plus what belongs to it on both sides: vendor, product line, memory, form, class word.
Short names that mean other things elsewhere (T4, Hopper, Summit) count only with evidence beside them or in the text.
Names are compared as written, never by likeness: RTX 4080 and RTX 4090 have nothing in common.
"""

import re
from collections.abc import Iterator, Mapping

from extractors.found import Found
from extractors.hardware_catalogue import FACTS, SEPARATOR, TRIGGERS, Core, Cue, Kind, core_at
from schemas.entity import AttributeValue

_VENDORS = {
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
    "Xilinx": "Xilinx",
    "Moore Threads": "Moore Threads",
    "Hygon": "Hygon",
    "D-Wave": "D-Wave",
    "Quantinuum": "Quantinuum",
    "IonQ": "IonQ",
    "Rigetti": "Rigetti",
}
_CLASSES = {
    "GPU": r"GPUs?|[Gg]raphics [Pp]rocessing [Uu]nits?|[Gg]raphics [Cc]ards?|[Gg]raphics processors?",
    "CPU": r"CPUs?|[Pp]rocessors?|[Cc]entral [Pp]rocessing [Uu]nits?",
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
_CUES: dict[Cue, re.Pattern[str]] = {
    "accelerator": re.compile(
        r"GPU|N[Vv][Ii][Dd][Ii][Aa]|CUDA|TPU|NPU|FPGA|RTX|Jetson|\b(?:G?[ABHV][12348]00|MI\d{3})|TensorRT|FLOPS|FPS|\b[Aa]ccelerators?\b"
        r"|\b[Ee]dge (?:AI|device|hardware|platform|deploy)|[Ee]mbedded (?:device|platform|hardware)"
    ),
    "apple": re.compile(r"Apple|MacBook|\bMac\b|macOS|iPad|\bMLX\b"),
    "arm": re.compile(r"\bA(?:RM|rm)|\bSVE\b|\bNEON\b"),
    "ascend": re.compile(r"NPU|Huawei|Pangu|CANN|MindSpore|Neural Processing Unit"),
    "gpu": re.compile(r"GPU|N[Vv][Ii][Dd][Ii][Aa]|CUDA|[Tt]ensor [Cc]ore|graphics card"),
    "intel": re.compile(r"Intel|Ponte Vecchio|SYCL"),
    "machine": re.compile(
        r"[Ss]upercomput|[Ee]xascale|[Pp]etascale|\bHPC\b|\bcompute nodes\b|[Ll]eadership[- ][Cc]|\bTOP500|\bMPI\b"
    ),
    "phone": re.compile(r"[Pp]hone|Android|[Mm]obile|on-device"),
    "processor": re.compile(r"CPU|[Pp]rocessor|Intel|AMD|[Ss]erver|laptop|\bcores?\b|IBM"),
    "tenstorrent": re.compile(r"Tenstorrent|RISC-V"),
}

_TRADEMARK = r"(?:T ?M|[™®©]|\((?:R|TM|tm)\))"

_QUALIFIER = (
    r"(?:consumer|server|data[ -]?center|desktop|laptop|mobile|edge|embedded|gaming|professional|workstation|discrete"
    r"|integrated|enterprise|high-end|low-end|mid-range|low-power|modern|commodity|commercial|Tensor Core|AI|x86"
    r"|multi-?core|many-?core|\d{1,3}-core|[Oo]nboard|inference|development)(?:-(?:grade|class|based|level))?"
)
_CLASS_WORD = (
    r"[ -](?:GPUs?|CPUs?|NPUs?|TPUs?|FPGAs?|APUs?|IPUs?|LPUs?|DSPs?|SoCs?|GCDs?|VPUs?|MCUs?|PiM|PIM|(?:[Ss]uper)?[Cc]hips?|"
    r"[Aa]rchitectures?|[Pp]rocessors?|[Mm]icroprocessors?|[Mm]icrocontrollers?|[Aa]ccelerators?|[Bb]oards?|[Cc]ards?|"
    r"[Dd]ev(?:eloper|elopment)? [Kk]its?|[Dd]evices?|[Pp]latforms?|[Ss]ystems?|[Ss]ervers?|[Nn]odes?|[Ss]eries|"
    r"[Cc]lusters?|[Ss]uper(?:computer|pod|cluster)s?|[Ii]nstances?|[Ll]aptops?|[Ww]orkstations?|[Cc]omputers?|"
    r"[Ss]mart[Pp]hones?|[Pp]hones?|[Hh]eadsets?|[Mm]achines?|[Gg]raphics [Cc]ards?|"
    r"[Gg]raphics [Pp]rocessing [Uu]nits?|[Nn]eural [Pp]rocessing [Uu]nits?|[Tt]ensor [Pp]rocessing [Uu]nits?)(?![\w'])"
    r"(?![ -](?:hours?|days?|hrs?|memory|kernels?|architectures?)\b)"
)
_TELLING_DEVICE = re.compile(
    r"[A-Z]PU|FPGA|SoC|[Cc]hip|[Pp]rocessor|[Aa]ccel|[Bb]oard|[Cc]ard|[Kk]it|[Dd]evice|[Gg]raphics|[Pp]hone"
)
_TELLING: dict[Kind, re.Pattern[str]] = {
    "architecture": re.compile("[A-Z]PU|[Gg]raphics|[Cc]ard|[Aa]rchitecture|[Pp]rocessor"),
    "supercomputer": re.compile("[Ss]upercomputer|[Cc]luster"),
}
_HEAD = re.compile(_CLASS_WORD)
_QUALIFIED_HEAD = re.compile(rf"(?:[ -](?:based|{_QUALIFIER}))?(?: {_QUALIFIER})?{_CLASS_WORD}")
_MEMORY_AFTER = re.compile(rf"(?: ?\(|{SEPARATOR}| with )?(\d{{1,4}})[ -]?(?:GB|GiB|G)\b( ?\))?(?!/)")
_MEMORY_BEFORE = re.compile(r"(?<![\w.])(\d{1,4})[ -]?(?:GB|GiB|G) $")
_FORM = re.compile(rf"{SEPARATOR}?(SXM|SMX|PCI-?[eE]|OAM)\d?(?![A-Za-z])")
_EDITION = re.compile(r" (Server|Workstation|SE\b)(?: Edition)?")
_MOBILE = re.compile(rf"(?:{SEPARATOR}| \()(Laptop|Mobile|Max-Q|laptop|mobile)(?![a-z])(\))?")
_LINES = (
    "GeForce|Geforce|GEFORCE|Tesla|Quadro|Kepler|Maxwell|Pascal|Volta|Turing|Ampere|Hopper|Blackwell|Ada|Jetson|Instinct|"
    "Radeon|Alveo|Versal|Zynq|Virtex|Kintex|Habana|Coral|Movidius|Cortex|Core|Xeon|Snapdragon|HiSilicon|Kria|UltraScale\\+"
)
_MAKERS = (
    "|".join(_VENDORS.values()) + "|AMD/Xilinx|AMD-Xilinx|AWS|Amazon|Microsoft|Meta|HPE|Cray|Dell|Lenovo|Atos|Eviden|"
    "Fujitsu|Alibaba|Baidu|Cambricon|Cerebras|Graphcore|Tenstorrent|SambaNova|Groq|Hailo|BrainChip|Rockchip|MediaTek|"
    "STMicroelectronics|ST|Texas Instruments|TI|Espressif|Analog Devices|Altera|Lattice|Terasic|Digilent|Nordic|"
    "Sophgo|SK hynix|NERSC|OLCF|ORNL|ALCF|ANL|NCSA|TACC|CSCS|LLNL|SDSC|JSC|BSC|EuroHPC|CINECA|RIKEN|Quantinuum|Rigetti"
)
_BEFORE = re.compile(rf"(?:(?<!\w)|(?<=\d[xX])|(?<=times))((?:{_MAKERS})(?:'s)?|{_LINES}){_TRADEMARK}?{SEPARATOR}$")
_VENDOR_BEFORE = re.compile(rf"(?<![A-Za-z])(?:{_MAKERS}|{_LINES})\b")
_SAME_SERIES_BEFORE = re.compile(
    r"(?:[RG]TX|NVIDIA|Nvidia)[ -]?(?:\d{4}(?: ?Ti| SUPER)?)?(?:/| ?& ?|,? and |,? or |, | )$"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:] )$")
_ON_BEFORE = re.compile(r"\b[Oo]n $")
_DEVICE_TIME = re.compile(r"[ -](?:GPU[ -])?(?:hours?|days?)\b")
_DEVICES = frozenset(("gpu", "system", "board", "npu", "asic"))
_WINDOW = 48

_GLUED = re.compile(r"\w|\.(?=[a-z])")
# A word that a name may begin with; "8x" and "8times" are often glued to one.
_WORD = re.compile(
    r"(?:(?<=\d)(?:[xX]|times)(?=[A-Z])|(?<=\\)times(?=[A-Z]))?([A-Za-z]{2,}|[A-Za-z](?=\d)|(?<![\w.,])\d{4}(?!\d))"
)

_CLASS_KINDS: dict[str, str] = {
    name: {"DSP": "asic", "QPU": "quantum", "smartphone": "phone"}.get(name, name.lower()) for name in _CLASSES
}
_ANY_VENDOR = "|".join(_VENDORS.values())
_ANY_CLASS = "|".join(_CLASSES.values())
_VENDOR_TRIGGERS = frozenset(re.split("[ -]", vendor)[0].lower() for vendor in _VENDORS)
_VENDOR_CLASS = re.compile(
    rf"(?P<vendor>{_ANY_VENDOR})(?:'s)?(?:"
    rf"(?: {_QUALIFIER})?(?: {_QUALIFIER})? (?P<class>{_ANY_CLASS})(?!\w|-[a-z])"
    rf"|(?=(?:/|, (?:and |or )?| and | or | ?& ?)(?:{_ANY_VENDOR})"
    rf"(?:, (?:and |or )?(?:{_ANY_VENDOR})| (?:and|or) (?:{_ANY_VENDOR}))?(?: {_QUALIFIER})? (?P<last>{_ANY_CLASS})(?![\w])))"
)
_GENERIC_TRIGGERS = frozenset(
    re.findall(
        "[a-z]+",
        "gpu gpus graphics cpu cpus npu npus neural fpga fpgas field tpu tpus tensor soc socs system systems asic asics "
        "dsp dsps qpu qpus quantum microcontroller microcontrollers mcu mcus smartphone smartphones",
    )
)
_GENERIC = re.compile(rf"(?:{_ANY_CLASS.replace('|[Pp]rocessors?', '')})(?!\w)")
_GENERIC_QUALIFIER = re.compile(
    r"(?<![\w-])(\d{1,3}[ -]?GB|\d{1,3}-core|[Mm]obile|[Ee]dge|[Ee]mbedded|[Cc]onsumer|[Cc]ommodity|[Dd]esktop|[Ll]aptop)(?:-(?:grade|class|level))?"
    r"[ -]$"
)
_MACHINE_TRIGGERS = frozenset(("supercomputer", "cluster"))
_MACHINE_NAME = re.compile(r"(?<![\w.-])([A-Z][A-Za-z]{2,}[A-Za-z0-9-]*(?: \d{1,2})?)(?: (?:AI|HPC|GPU))? $")
_NO_MACHINE_NAMES = frozenset(
    re.findall(
        r"\w+",
        "The This That Each Our One HPC GPU CPU TPU NPU Exascale EuroHPC Kubernetes Spark Hadoop Linux Slurm SLURM Ray "
        "Beowulf Modern Large Big Every Any Same Single Multi AMD NVIDIA Intel AWS Google Azure Cray ARM Apple Huawei Dask "
        "Kafka Flink Top TOP500 European National Chinese Japanese Petascale High Hierarchical Cluster Compute AI Ascend Shared",
    )
)

_NUMBER_WORDS = {
    "single": 1, "one": 1, "two": 2, "dual": 2, "three": 3, "four": 4, "quad": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "sixteen": 16, "thirty-two": 32, "sixty-four": 64, "thousand": 1_000,
}  # fmt: skip
_MULTIPLES = {"k": 1_000, "thousand": 1_000, "million": 1_000_000}
_TIMES = r"(?: ?\$? ?(?:\\times|[×xX*]|times)\$?)"
_ADJECTIVE = (
    r"(?:(?!(?:and|from|with|than|over|into|onto|this|that|each|every|hours?|days?|nodes?|times|cores?|using|latest|about"
    r"|between|both|against|while|epochs?|steps?|images?|frames?|tokens?|minutes?|seconds?) )[a-z]{3,14}(?:-[a-z]{2,12})? )?"
)
_FIRST_OF_TWO = r"(?:[A-Z][\w.-]*(?: [A-Z\d][\w.-]*)?(?: [A-Z\d][\w.-]*)?(?: and | or |/))?"
_COUNT_BEFORE = re.compile(
    r"(?:(?<![\w.,/^-])(?<![A-Z] )|(?<=\d-)|(?<=--)|(?<=\d–))"
    rf"(\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}}|(?i:{'|'.join(_NUMBER_WORDS)})\b)(?: ?(k|K|thousand|million)\b)?,?"
    rf"(?:{_TIMES}|[ -](?:GPUs?|card|device|way)|-$|(?= )) ?{_ADJECTIVE}{_ADJECTIVE}{_FIRST_OF_TWO}$"
)
_COUNT_AFTER = re.compile(rf" ?\(?{_TIMES} ?(\d{{1,4}})(?![\w.])()")
_TRIGGERS = TRIGGERS | _VENDOR_TRIGGERS | _GENERIC_TRIGGERS | _MACHINE_TRIGGERS


def find_hardware(text: str, context: str = "") -> Iterator[Found]:
    """Mentions of hardware in one field, in order, without overlap.

    ``context`` is what else the paper says (the abstract, for a title): evidence for short names is looked for there too.

    >>> for found in find_hardware("It runs on 8 NVIDIA A100-80GB GPUs, not on an RTX 4090."):
    ...     print(text_of := (found.start, found.end), found.name, found.attributes.get("family"))
    (13, 34) NVIDIA A100 80GB NVIDIA A100
    (46, 54) NVIDIA GeForce RTX 4090 None
    """
    taken: set[int] = set()
    mentions: list[Found] = []
    for found in sorted(_candidates(text, context), key=lambda found: (found.start - found.end, found.start)):
        if found.start not in taken and found.end - 1 not in taken:
            taken.update(range(found.start, found.end))
            mentions.append(found)
    yield from sorted(mentions, key=lambda found: found.start)


def device_count(text: str, found: Found) -> int | None:
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


def _candidates(text: str, context: str) -> Iterator[Found]:
    for word in _WORD.finditer(text):
        trigger = word[1].lower()
        if trigger not in _TRIGGERS:
            continue
        position = word.start(1)
        if position == word.start() and _GLUED.match(text, max(0, position - 1)):
            continue
        if (core := core_at(text, position, trigger)) and (found := _mention(text, context, core)):
            yield found
        if trigger in _VENDOR_TRIGGERS and (found := _vendor_class_at(text, position)):
            yield found
        if trigger in _GENERIC_TRIGGERS and (found := _generic_at(text, position)):
            yield found
        if trigger in _MACHINE_TRIGGERS and (found := _machine_before(text, word)):
            yield found


def _mention(text: str, context: str, core: Core) -> Found | None:
    """The core with all that belongs to it; None where a short name has no evidence."""
    start, memory, vendor_before = _extend_left(text, core.start)
    end, parts, memory_after, head = _extend_right(text, core)
    if core.cue and not (
        vendor_before or (head and _telling(core.kind).search(text, core.end, end)) or _has_cue(text, context, core)
    ):
        return None
    if core.veto and not vendor_before and any(word in text for word in core.veto):
        return None
    name, facts = _variant(core, parts, memory_after or memory)
    return Found(start, end, "hardware", name, core.rule, facts, score=0.9 if core.cue else 1.0)


def _telling(kind: Kind) -> re.Pattern[str]:
    """The class words that tell what a short name before them means."""
    return _TELLING.get(kind, _TELLING_DEVICE)


def _extend_left(text: str, start: int) -> tuple[int, int | None, bool]:
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


def _extend_right(text: str, core: Core) -> tuple[int, tuple[str, ...], int | None, bool]:
    end, memory, head = core.end, None, False
    edition = mobile = form = ""
    if core.kind in _DEVICES:
        for _ in range(3):
            if not mobile and (match := _MOBILE.match(text, end)):
                mobile = " Max-Q" if match[1] == "Max-Q" else " Laptop"
            elif not form and (match := _FORM.match(text, end)):
                form = " PCIe" if match[1].startswith("PCI") else " OAM" if match[1] == "OAM" else " SXM"
            elif not edition and " PRO " in core.name and (match := _EDITION.match(text, end)):
                edition = " Workstation Edition" if match[1] == "Workstation" else " Server Edition"
            elif memory is None and (match := _memory_after(text, end, core.kind)):
                memory = int(match[1])
            else:
                break
            end = match.end()
    head_pattern = _QUALIFIED_HEAD if end == core.end else _HEAD
    if core.kind not in ("isa", "network") and (match := head_pattern.match(text, end)):
        end, head = match.end(), True
        if (
            memory is None
            and core.kind == "gpu"
            and (match := _memory_after(text, end, core.kind))
            and match[0].startswith(" (")
        ):
            end, memory = match.end(), int(match[1])
    elif text.startswith("s", end) and not text[end + 1 : end + 2].isalnum():
        end += 1
    return end, tuple(filter(None, (edition, mobile, form))), memory, head


def _memory_after(text: str, end: int, kind: Kind) -> re.Match[str] | None:
    match = _MEMORY_AFTER.match(text, end)
    if match is None or match[0].lstrip().startswith("(") != bool(match[2]):
        return None
    return match if kind == "gpu" or not match[0].startswith(" with") else None


def _variant(core: Core, parts: tuple[str, ...], memory: int | None) -> tuple[str, Mapping[str, AttributeValue]]:
    """Name and facts of the product with a stated form or memory, where these tell it from its family."""
    if memory is not None and core.facts.get("memory_gb") == memory:
        memory = None
    name = core.name + "".join(parts) + (f" {memory}GB" if memory else "")
    if name == core.name:
        return name, core.facts
    if known := FACTS.get(name):
        return name, known
    of_family = {
        key: value for key, value in core.facts.items() if key in ("vendor", "architecture", "class", "release_year")
    }
    stated: dict[str, AttributeValue] = {"memory_gb": memory} if memory else {}
    return name, of_family | {"family": core.name} | stated


def _has_cue(text: str, context: str, core: Core) -> bool:
    before = text[max(0, core.start - _WINDOW) : core.start]
    if core.cue is None or core.cue == "geforce":
        return bool(_SAME_SERIES_BEFORE.search(before))
    if core.kind == "supercomputer" and _SENTENCE_START.search(before):
        return False
    if core.kind in _DEVICES and _DEVICE_TIME.match(text, core.end):
        return True
    cue = _CUES[core.cue]
    return bool(cue.search(text) or cue.search(context) or (core.cue == "ascend" and _ON_BEFORE.search(before)))


def _vendor_class_at(text: str, position: int) -> Found | None:
    """Vendor and class ("AMD GPUs"); in "NVIDIA and AMD GPUs" the first is read too, as the bare vendor."""
    match = _VENDOR_CLASS.match(text, position)
    if match is None:
        return None
    vendor = next(name for name, form in _VENDORS.items() if re.fullmatch(form, match["vendor"]))
    class_word = _class_of(match["class"] or match["last"])
    end = match.end() if match["class"] else match.end("vendor")
    facts: dict[str, AttributeValue] = {"vendor": vendor, "class": _CLASS_KINDS[class_word]}
    return Found(position, end, "hardware", f"{vendor} {class_word}", "hardware.vendor_class", facts, score=0.9)


def _generic_at(text: str, position: int) -> Found | None:
    match = _GENERIC.match(text, position)
    if match is None:
        return None
    name = _class_of(match[0])
    if name == "TPU":
        return Found(
            position, match.end(), "hardware", "Google TPU", "hardware.generic", FACTS["Google TPU"], score=0.8
        )
    facts: dict[str, AttributeValue] = {"class": _CLASS_KINDS[name]}
    start = position
    if qualifier := _GENERIC_QUALIFIER.search(text[max(0, position - _WINDOW) : position]):
        start -= len(qualifier[0])
        name = name if qualifier[1][0].isdigit() else f"{qualifier[1].lower()} {name}"
    return Found(start, match.end(), "hardware", name, "hardware.generic", facts, score=0.8, generic=True)


def _class_of(word: str) -> str:
    return next(name for name, form in _CLASSES.items() if re.fullmatch(form, word))


def _machine_before(text: str, word: re.Match[str]) -> Found | None:
    """A named machine that no table knows: a name before "supercomputer" or "cluster"."""
    match = _MACHINE_NAME.search(text[max(0, word.start() - _WINDOW) : word.start()])
    if (
        match is None
        or match[1].partition("-")[0] in _NO_MACHINE_NAMES
        or (word[0].startswith("c") and not _CUES["machine"].search(text))
    ):
        return None
    start = word.start() - len(match[0])
    facts: dict[str, AttributeValue] = {"class": "supercomputer"}
    return Found(start, word.end(), "hardware", match[1], "hardware.machine", facts, score=0.7)


def _number(word: str, multiple: str | None) -> int | None:
    count = _NUMBER_WORDS.get(word.lower()) or int(word.replace(",", "") if word[0].isdigit() else 0)
    return count * _MULTIPLES.get((multiple or "").lower(), 1) or None
