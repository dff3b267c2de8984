"""Numbers as abstracts write them, with unit and bound.

"Training is 1.1-2.1x faster" gives 1.1 to 2.1 x; "renders in sim7 ms, at most 3.1\\% slower" gives about 7 ms and up to
3.1 %. Every digit of a text lies in exactly one number, those of names ("GPT-4", "3D") as well; numbers in words are
found where a unit or a change makes quantities of them ("two orders of magnitude", "twice", "half").
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from extractors.text import without_styles
from schemas import Bound

_Kind = Literal["digits", "word", "change", "name"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number or range in a text: ``text[start:end]`` holds it with its unit, ``text[start:value_end]`` without.

    ``unit`` is normalised ("x", "%", "FPS", "ms", "GB", "points"), as written where no norm is known, "" for none.
    ``kind`` tells digits and number words from words that are a change themselves (twice, halving) and from the digits
    of a name (GPT-4, 3D).
    """

    start: int
    end: int
    value_end: int
    low: float
    high: float
    unit: str
    bound: Bound = "exact"
    kind: _Kind = "digits"


_UNITS_IN_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_WORDS = {word: float(value) for value, word in enumerate(_UNITS_IN_WORDS.split(), start=1)}
_WORDS |= {"thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0, "ninety": 90.0}
_FOLDS = _WORDS | {"hundred": 100.0, "thousand": 1000.0}
_CHANGES: dict[str, tuple[float, str]] = {
    **dict.fromkeys(("twice", "double", "doubles", "doubled", "doubling"), (2.0, "x")),
    **dict.fromkeys(("thrice", "triple", "triples", "tripled", "tripling"), (3.0, "x")),
    **dict.fromkeys(("quadruple", "quadruples", "quadrupled", "quadrupling"), (4.0, "x")),
    **dict.fromkeys(("half", "halve", "halves", "halved", "halving"), (50.0, "%")),
}


def _any(words: "Iterator[str] | dict[str, float] | dict[str, tuple[float, str]]") -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_NUMBER_WORD = _any(_WORDS)
_DIGITS = r"(?:\d{1,3}(?:(?:,|\{,\})\d{3})++(?!\d)|\d++)(?:\.\d++)?+(?:e[-+]?\d{1,3}(?![\w.]))?|(?<![\w.])\.\d++"
_ORDERS = (
    rf"(?:(?P<from>{_NUMBER_WORD})(?:[ -]to[ -]|[ ]or[ ]|-))?(?P<magnitude>an?|{_NUMBER_WORD})[ -]"
    r"(?P<orders>orders?[ -]of[ -]magnitudes?)\b"
)
_TOKEN = re.compile(rf"(?P<digits>{_DIGITS})|[A-Za-z]++")
_IN_WORDS = re.compile(
    rf"(?<![\w\\])(?:(?:{_ORDERS})"
    rf"|(?P<fold>{_any(_FOLDS)})-?fold\b"
    rf"|(?P<word>{_NUMBER_WORD})(?:[- ](?P<hundred>hundred|thousand))?(?!\w)"
    rf"|(?P<change>{_any(_CHANGES)})(?![\w-])"
    r"|(?P<second>sub-?(?P<sub>milli|micro|nano)?second)s?\b"
    r"|(?P<article>an?|(?:a[ ])?single)(?=[ -](?:second|minute|hour|day|week|month)\b)"
    r"|(?P<scale>million|billion|trillion)(?=[ -](?:parameter|token|point|scale)))",
    re.IGNORECASE,
)
_OPENERS = (
    frozenset(_FOLDS)
    | _CHANGES.keys()
    | {f"{word}fold" for word in _FOLDS}
    | {f"sub{part}second{s}" for part in ("", "milli", "micro", "nano") for s in ("", "s")}
    | {"sub", "a", "an", "single", "million", "billion", "trillion"}
)

_ORDERS_UNIT = "orders of magnitude"
_PER_TIME = r"(?:[ ]?/[ ]?|[ -]per[ -])(?:s|sec|second|min|minute|h|hr|hour|day|month)(?:/[A-Za-z]{1,5}+)?"
# What is done so many times a second: one or two words, none of which joins or compares: not "3 of 5 requests/s".
_NO_NOUN = (
    r"(?!(?:and|or|of|in|at|on|to|by|for|with|from|per|than|the|an?|as|is|are|was|times?|folds?|more|fewer|less|higher|"
    r"lower|faster|slower|better|greater|larger|smaller|while|over|up|x)\b)"
)
_NOUN = rf"{_NO_NOUN}[A-Za-z][A-Za-z-]{{1,20}}+"
_RATE = rf"(?:{_NOUN}[ ])?{_NOUN}{_PER_TIME}"
_SCALE = "billion|million|trillion|thousand|hundred"
_PER_SECOND = r"(?:/s(?:ec(?:ond)?)?|[ -]per[ -]second)?+(?!/(?:W|mm))"

# Units by their way of writing, tried in this order right behind a number. An empty name keeps the unit as written.
_UNITS: tuple[tuple[str, str], ...] = (
    (r"orders?[ -]of[ -]magnitudes?", _ORDERS_UNIT),
    (r"\\?%(?:[ -]?(?P<pp>points?))?|percent(?![ -]?points?)|per[ ]cent", "%"),
    (r"(?:percent(?:age)?|absolute)?[ -]?points?|pts?|pp", "points"),
    (r"(?:ms|secs?|s|seconds?)/[a-z]+", ""),
    (r"frames?[ -]per[ -]sec(?:ond)?|frames?/s(?:ec(?:ond)?)?|fps|FPS|Fps", "FPS"),
    (r"(?:GPU|A100|H100|V100|H800|H20|TPU|A800|core|node|machine)s?[ -]?(?:[Hh]ours?|[Hh]rs?|h)", "GPU-hours"),
    (r"(?:GPU|A100|H100|V100|H800|H20|TPU|A800|core|node|machine)s?[ -]?[Dd]ays?", "GPU-days"),
    (r"milli-?sec(?:ond)?s?|msecs?|ms", "ms"),
    (r"micro-?sec(?:ond)?s?|[μµu]s|\\mu[ ]?s", "μs"),
    (r"nano-?sec(?:ond)?s?|ns(?!/)", "ns"),
    (r"[Ss]econds?|secs?|s(?!/)", "s"),
    (r"[Mm]inutes?|mins?", "min"),
    (r"[Hh]ours?|hrs?|h", "hours"),
    (r"[Dd]ays?", "days"),
    (r"weeks?", "weeks"),
    (r"months?", "months"),
    (r"years?", "years"),
    (rf"(?:T|[Tt]era[ -]?)-?(?:FLOP[Ss]?|[Ff]lops?|F){_PER_SECOND}", "TFLOPS"),
    (rf"(?:P|[Pp]eta[ -]?)-?(?:FLOP[Ss]?|[Ff]lops?|F){_PER_SECOND}", "PFLOPS"),
    (rf"(?:E|[Ee]xa[ -]?)-?(?:FLOP[Ss]?|[Ff]lops?|F){_PER_SECOND}", "EFLOPS"),
    (rf"(?:G|[Gg]iga[ -]?)-?(?:FLOP[Ss]?|[Ff]lops?){_PER_SECOND}", "GFLOPS"),
    (r"dB", "dB"),
    (r"(?:tok(?:en)?s?|images?|samples?|frames?|requests?|quer(?:y|ies)|steps?|iterations?|words?|points?|videos?)"
     r"(?:[ ]?/[ ]?|[ -]per[ -])[a-z]+", ""),
    (rf"(?:(?:{_SCALE}|[kKMGBT])[ -]?)?{_RATE}|[kMGTPE]?FLOPS/W", ""),
    (rf"(?:(?:{_SCALE}|[kKMGBT])[ ]?)?(?:[kKMGTPE]?(?:I?OPS|TEPS|[LC]UPS)|[kKMG]?[QRT]PS|[KMG]ops)(?:/W|/mm\^?2)?", ""),
    (rf"[kMGT]MACs?|MFLOP[Ss]?{_PER_SECOND}|(?:{_SCALE}|[kKMGBT])[ -]?(?:FLOP|MAC)s", ""),
    (rf"(?:{_SCALE}|[kKMBT])(?:[ -](?:trainable |learnable |model )?"
     r"(?:parameters?|params?|tokens?|samples?|images?|steps?|frames?|points?|nodes?|edges?)"
     r"(?:(?:[ ]?/[ ]?|[ -]per[ -])[a-z]+)?)?", ""),
    (r"(?:[KMGTkP]i?B|[KMGTk]b(?:it|ps)?|[Gg]igabytes?|[Mm]egabytes?|terabytes?|[Bb]ytes?|gb|mb)(?:/s(?:ec)?|ps)?", ""),
    (r"[kMG]?Hz", ""),
    (r"(?:[mkMμµu]?W|[mkM]?Wh|[mkMnpfμµu]?J|watts?|joules?)(?:/[a-z]+)?", ""),
    (r"(?:[mcknμµu]?m|km|microns?|met(?:er|re)s?)(?:/s|\^?2|\^\{2\}|²)?", ""),
    (r"mAP|FID|PSNR|BLEU|PPL|perplexity", ""),
    (r"(?:trainable |learnable )?(?:parameters?|params?)|tokens?|frames?|steps?|bits?|epochs?|iterations?|samples?|"
     r"images?|bugs?|views?|cycles?|pixels?|agents?|environments?", ""),
)  # fmt: skip
_UNIT = re.compile(
    r"(?:[ $~}-]|\\[,; ]){0,4}(?:\\(?:text|mathrm|rm)\{[ ]?)?(?:"
    # A multiplication sign is a unit only where no second operand follows: 256 x 256 is a size.
    r"(?P<times>-?[Ff]olds?|\\(?:text)?times|times?|[xX×✕])(?![\w^])(?![ ]?\$?[ ]?(?:\d|\\infty))|"
    + "|".join(rf"(?P<u{index}>(?:{pattern}))(?!\w)" for index, (pattern, _) in enumerate(_UNITS))
    + r")(?:\}?\$)?"
)
_UNIT_NAMES = {f"u{index}": name for index, (_, name) in enumerate(_UNITS)}

_TIMES_BEFORE = re.compile(r"(?<![\w)}\]])(?:[x×]|(?<=\()X|\\(?:text)?times\$?|times)[ ]?\Z")
_FACTOR = re.compile(
    r"(?<![a-z])factors? (?:of )?(?:(?:up to|about|over|more than|at least|nearly|roughly|around) )?\$?\Z"
)
# "A speedup of 12" is 12x, unless a thing of which there are 12 follows.
_SPEEDUP = re.compile(
    r"(?<![a-z])(?:speed-?ups?|accelerations?)(?: (?:factors?|ratios?|rates?))?,?"
    r"(?: (?:of|up to|as high as|between|by|(?:rang\w+|vary\w*|spann?ing) from|reach\w*|is|was|are|were)|[ ]?=)"
    r"(?: (?:an?|the|average|maximum|peak|mean|up to|as (?:high|much) as|at (?:least|most)|(?:more|less|greater) than|"
    r"over|about|around|nearly|almost|roughly|approximately|close to|only|just|between|from)){0,4}+"
    r"(?:[ $~≈>({]|\\sim|\\approx){0,4}\Z",
    re.IGNORECASE,
)
_NO_THING = re.compile(
    r"[ }]?\$?(?:[ ]?(?:\Z|[.,;:)(/&]|--|[–—])|[ ](?:over|on|for|in|with|compared|relative|versus|vs|against|and|or|"
    r"when|while|whilst|whereas|across|using|at|from|by|is|was|are|were|respectively|than|through|without|during|as|under|"
    r"via|upon|among|averaged?|respect|thanks|due|depending|but|which|that|can|could|has|have|since|because|if)\b)"
)
_GLUE_BEFORE = re.compile(r"(?:[A-Za-z_][-.:/]?|\d[A-Za-z]?[-.]|[a-z]\^\{?|[A-Za-z]_\{)\Z")
_GLUE_ALLOWED = re.compile(
    r"(?:\\?(?:sim|approx|simeq|geq?|leq?|times)|[a-z]{4,}/|"
    r"(?:\A|[^A-Za-z])(?:(?:sub|over|nearly|only|up-to|under)-?|upto|just|by|of|to|at|in|vs\.))\Z"
)
_RANGE = re.compile(r"[ ]?\$?[ ]?(?:-[ ]to|-{1,3}|[–—~∼〜]|\\?(?:sim|text\{-\})|(?:up )?to|through)[ ]?\$?(?:~|\\sim)?")
_LIST = re.compile(r"[ ]?\$?,?[ ]?(?:,|and|or|/|&|;)[ ]?\$?[ ]?")
_POWER = re.compile(
    r"(?:[ ]?\$?(?:\\times|[x×*]|\\cdot|times)[ ]?\$?10)?\^(?:\{[ ]?(-?\d{1,3})[ ]?\}|(-?\d{1,3})(?!\d))"
)
_SPREAD = re.compile(r"[ ]?\$?[ ]?(?:\\pm|±|\+/-|\+-|plus/minus)[ ]?\$?[ ]?\d{1,12}(?:\.\d{1,12})?(?!\d)")
_PLUS = re.compile(r"\$?\+(?![\w/])|[ ](?:or (?:more|higher|greater)|and (?:more|above|beyond))\b(?! than)")

_BOUND_WORDS: dict[Bound, str] = {
    "up_to": (
        r"up[ -]?to|as (?:much|high|many|large|low|fast) as|at most|"
        r"(?:less|lower|fewer|smaller|shorter) than|not exceeding|"
        r"n(?:o|ot) more than|bounded (?:by|at)|capped at|within|"
        r"under|below|max(?:imum|imal|\.)?|sub|<=?|≤|\\leq?|leq|\\lt|limited to"
    ),
    "at_least": (
        r"over|(?:more|greater|higher|larger|better|longer) than|"
        r"at least|above|exceed(?:s|ing|ed)?|min(?:imum|\.)|>=?|≥|"
        r"\\geq?|geq|\\gt|beyond|surpass(?:es|ing|ed)?|upwards of|as few as|n(?:o|ot) less than|\bgt"
    ),
    "about": (
        r"~|∼|≈|≃|\\?sim(?:eq)?|\\approx|\\textasciitilde|around|about|approx(?:imately|\.)?|roughly|nearly|almost|"
        r"circa|close to|an estimated|some|near|approximate|nearing|\\?\{approx\\?\}"
    ),
}
_BEFORE = re.compile(
    r"(?<![A-Za-z])(?:"
    + "|".join(f"(?P<{bound}>{words})" for bound, words in _BOUND_WORDS.items())
    + r")(?:[ -](?:an?|the|just|only|average|mean|peak|overall|total|additional|speed-?ups?|factors?|rates?|values?|"
    r"improvements?|gains?|accelerations?|reductions?|increase|of|by|to|at|about|around|approximately|"
    r"roughly|nearly|almost)\b)*+"
    r"(?:[ $~∼≈({\[)-]|\\[()]|\\(?=\Z)|\\?sim|\\approx|\\(?:text|math)[a-z]{2}\{){0,6}\Z",
    re.IGNORECASE,
)
_NEVER = re.compile(r"\b(?:never|no|none|not one|neither|nor|nothing)\b[^.;,]*\Z", re.IGNORECASE)
_NEVER_LESS = re.compile(r"\b(?:never|not) (?:drop\w*|fall\w*|go\w*) \Z", re.IGNORECASE)
# Behind a comma a bound has to end its clause: the one of "25 minutes, at least 6x less" is the next number's.
_BEHIND = re.compile(
    r"(?:\\?\$)?(?P<comma>,)? "
    r"(?:(?P<up_to>at (?:the )?most|at best|\(max(?:imum)?\)|or (?:less|fewer|lower|below)\b(?! than))"
    r"|(?P<at_least>at (?:the )?least))(?(comma)(?=[.,;:)]|\Z)|(?!\w|[ ][\d$~]))"
)
_WINDOW = 48
_FROM = re.compile(r"(?<![A-Za-z])(?P<way>rang\w+ |by |spann?ing |vary\w* )?from [$~ ]{0,2}\Z")
_BETWEEN = re.compile(r"(?<![A-Za-z])between [$~ ]{0,2}\Z")
_SAME_HEAD = 90
_RELATIVE = {"x", "%", "points"}
_SHARED = re.compile(r",|/|&|\b(?:and|or)\b")
_ACRONYM = re.compile(r"[A-Z]{2,}[ ]\Z")
_ASIDE = re.compile(r"\([a-z~≈ ]*\Z")
_NEW_HEAD = re.compile(
    r"(?<!vs)\. |; |\b(?:while|whereas|is|are|uses?|using|by|from|mere|average|yet|"
    r"reduc(?:es?|ing)|lower(?:s|ing)|rais(?:es|ing))\b|"
    r"\b(?:achiev|deliver|improv(?:es|ing)|attain|reach|yield|obtain|outperform|show|requir|provid|incur)"
)


def find_quantities(text: str) -> Iterator[Number]:
    """All numbers of a cleaned text in order, without overlap.

    >>> [(n.low, n.high, n.unit, n.bound) for n in find_quantities("up to 8.5x over 42 baselines, in 2-4 ms")]
    [(8.5, 8.5, 'x', 'up_to'), (42.0, 42.0, '', 'at_least'), (2.0, 4.0, 'ms', 'exact')]
    """
    unstyled = without_styles(text)
    plain, places = _single_spaced(unstyled)
    numbers = _share_units(plain, _join_ranges(plain, _singles(plain)))
    for number in _share_bounds(plain, _share_factors(plain, _bare_speedups(plain, map(_in_factors, numbers)))):
        if number.unit or number.kind != "word":
            yield _with_style(text, unstyled, _at_places(number, places))


def _single_spaced(text: str) -> tuple[str, Sequence[int]]:
    """The text with one space for each run of them, as styles leave, and where each character stood."""
    if "  " not in text:
        return text, range(len(text))
    places = [at for at, letter in enumerate(text) if letter != " " or text[at - 1 : at] != " "]
    return "".join(text[at] for at in places), places


def _at_places(number: Number, places: Sequence[int]) -> Number:
    start, end, value_end = number.start, number.end, number.value_end
    value_end = places[value_end - 1] + 1 if value_end > start else places[start]
    return replace(number, start=places[start], end=places[end - 1] + 1, value_end=value_end)


def _with_style(text: str, unstyled: str, number: Number) -> Number:
    """The number with the marks of its style, so that between those of a list nothing but joints stands."""
    start, end = number.start, number.end
    if start == 0 or not text[start - 1] == "{" != unstyled[start - 1]:
        return number
    while end < len(text) and text[end] == "}" != unstyled[end]:
        end += 1
    if end == number.end and "}" not in text[start:end]:
        return number
    while start > 0 and unstyled[start - 1] == " " != text[start - 1]:
        start -= 1
    return replace(number, start=start, end=end)


def _in_factors(number: Number) -> Number:
    """ "1-2 orders of magnitude" is 10x to 100x."""
    if number.unit != _ORDERS_UNIT:
        return number
    low, high = (round(_power(10.0, value), 6) for value in (number.low, number.high))
    return replace(number, low=low, high=high, unit="x", value_end=number.end, kind="change")


@lru_cache(maxsize=256)
def quantities(text: str) -> tuple[Number, ...]:
    """``find_quantities`` for those who look at one text one after the other, in a batch of papers."""
    return tuple(find_quantities(text))


def _singles(text: str) -> Iterator[Number]:
    position = 0
    after: Number | None = None
    while token := _TOKEN.search(text, position):
        position = token.end()
        if token["digits"]:
            number = _read_digits(text, *token.span(), after)
        elif token[0].lower() in _OPENERS and (found := _IN_WORDS.match(text, token.start())):
            number = _read_words(text, found)
        else:
            continue
        position = max(position, number.end)
        after = number
        yield number


def _read_words(text: str, found: re.Match[str]) -> Number:
    start, end = found.span()
    bound = _stated_bound(text, start)
    if found["orders"]:
        count = found["magnitude"].lower()
        high = 10.0 ** _WORDS.get(count, 1.0)
        low = 10.0 ** _WORDS[found["from"].lower()] if found["from"] else high
        return Number(start, end, end, min(low, high), high, "x", bound, "change")
    if found["change"]:
        value, unit = _CHANGES[found["change"].lower()]
        return Number(start, end, end, value, value, unit, bound, "change")
    if found["fold"]:
        value = _FOLDS[found["fold"].lower()]
        return Number(start, end, end, value, value, "x", bound, "word")
    if found["second"]:
        unit = {"milli": "ms", "micro": "μs", "nano": "ns"}.get((found["sub"] or "").lower(), "s")
        return Number(start, end, end, 1.0, 1.0, unit, "up_to", "word")
    value = _WORDS.get((found["word"] or "").lower(), 1.0)
    value *= {"hundred": 100, "thousand": 1000}.get((found["hundred"] or "").lower(), 1)
    if found["scale"]:
        unit, unit_end = _read_unit(text, start)
        return Number(start, max(end, unit_end), start, 1.0, 1.0, unit or found["scale"].lower(), bound, "word")
    unit, unit_end = _read_unit(text, end)
    return Number(start, unit_end, end, value, value, unit or _factor_unit(text, start), bound, "word")


def _read_digits(text: str, start: int, end: int, after: Number | None) -> Number:
    value = _value(text[start:end])
    if power := _POWER.match(text, end):
        exponent = int(power[1] or power[2])
        base = 10.0 if "10^" in power[0].replace(" ", "").replace("$", "") else value
        value = (value if base == 10.0 and power[0][0] != "^" else 1.0) * _power(base, exponent)
        end = power.end()
    if spread := _SPREAD.match(text, end):
        end = spread.end()
    number = Number(start, end, end, value, value, "", _stated_bound(text, start))
    left = text[max(after.end if after else 0, start - 12, 0) : start]
    if (sign := _TIMES_BEFORE.search(left)) and not _follows_factor(text, start - len(sign[0])):
        first = start - len(sign[0])
        return replace(number, start=first, unit="x", bound=_stated_bound(text, first))
    if _is_glued(text, left, number, after):
        return replace(number, kind="name", bound="exact")
    unit, unit_end = _read_unit(text, end)
    if not unit and text[end : end + 1].isalpha() and not _RANGE.match(text, end):
        return replace(number, kind="name", bound="exact")
    if not unit and left[-1:] == "$" and left[-2:-1] in "( ~" and "$" not in text[end : end + 16]:
        return replace(number, start=start - 1, unit="$")
    if plus := _PLUS.match(text, end) or _PLUS.match(text, unit_end):
        unit, unit_end = (unit, unit_end) if unit else _read_unit(text, plus.end())
        return replace(number, end=max(unit_end, plus.end()), unit=unit, bound="at_least")
    if unit and (spread := _SPREAD.match(text, unit_end)):
        _, unit_end = _read_unit(text, spread.end())
    return replace(number, end=unit_end, unit=unit or _factor_unit(text, start))


def _factor_unit(text: str, start: int) -> str:
    return "x" if _FACTOR.search(text[max(0, start - 40) : start]) else ""


def _follows_factor(text: str, position: int) -> bool:
    """Whether a multiplication sign at ``position`` has a first operand: 256 x 256 is a size, (x100) a factor."""
    return text[max(0, position - 3) : position].rstrip(" $}")[-1:].isdigit()


def _value(digits: str) -> float:
    return min(float(digits.replace("{,}", "").replace(",", "")), 1e300)


def _power(base: float, exponent: float) -> float:
    try:
        return min(float(base**exponent), 1e300)
    except (OverflowError, ZeroDivisionError):
        return 1e300


def _is_glued(text: str, left: str, number: Number, after: Number | None) -> bool:
    if (
        after
        and after.kind == "name"
        and not after.end < number.start - 1
        and text[after.end : number.start] in ("-", ".", "/", "_", ":", "")
    ):
        return True
    return bool(_GLUE_BEFORE.search(left)) and not _GLUE_ALLOWED.search(left)


def _read_unit(text: str, position: int) -> tuple[str, int]:
    """The unit right behind a number and where it ends; "" and the position itself where there is none."""
    found = _UNIT.match(text, position)
    if not found:
        return "", position
    if found["times"]:
        return "x", found.end()
    if found["pp"]:
        return "points", found.end()
    group = next(name for name in _UNIT_NAMES if found[name] is not None)
    return _UNIT_NAMES[group] or found[group], found.end()


def _stated_bound(text: str, start: int) -> Bound:
    window = text[max(0, start - _WINDOW) : start]
    found = _BEFORE.search(window)
    if not found:
        return "exact"
    if found["at_least"] and _NEVER.search(window, 0, found.start()):
        return "up_to"
    if found["up_to"] and _NEVER_LESS.search(window, 0, found.start()):
        return "at_least"
    return next(bound for bound in _BOUND_WORDS if found[bound])


def _join_ranges(text: str, numbers: Iterator[Number]) -> Iterator[Number]:
    held: Number | None = None
    for number in numbers:
        joined = _joined(text, held, number) if held else None
        if held and not joined:
            yield held
        held = joined or number
    if held:
        yield held


def _joined(text: str, low: Number, high: Number) -> Number | None:
    if low.kind == "name" or high.kind == "name" or low.low > high.high:
        return None
    if low.unit not in ("", "$", high.unit) and not (high.unit == "" and _factor_unit(text, low.start)):
        return None
    between = text[low.end : high.start]
    before = text[max(0, low.start - 24) : low.start]
    if not _RANGE.fullmatch(between):
        if not (between.strip("$ ") == "and" and _BETWEEN.search(before)):
            return None
    elif "t" in between and (start := _FROM.search(before)) and not start["way"] and high.unit != "x":
        return None
    bound = high.bound if high.bound in ("up_to", "at_least") else low.bound
    kind = low.kind if high.kind == "word" else high.kind
    return replace(high, start=low.start, low=low.low, unit=high.unit or low.unit, bound=bound, kind=kind)


def _share_units(text: str, numbers: Iterator[Number]) -> list[Number]:
    shared: list[Number] = []
    for number in reversed(list(numbers)):
        if (
            shared
            and number.unit == ""
            and number.kind == "digits"
            and not _is_year(number)
            and not _is_model(text, number)
        ):
            following = shared[-1]
            between = text[number.end : following.start]
            if following.unit and (_LIST.fullmatch(between) or _RANGE.fullmatch(between)):
                number = replace(number, unit=following.unit)
        shared.append(number)
    return shared[::-1]


def _bare_speedups(text: str, numbers: Iterable[Number]) -> Iterator[Number]:
    """ "Speedups of 3.2 and 4.5 over A" are 3.2x and 4.5x; a speedup of 12 GPUs or in 3 of 5 cases is no factor."""
    last: Number | None = None
    for number in numbers:
        if number.unit or number.kind not in ("digits", "word") or not _NO_THING.match(text, number.end):
            last = None
        elif _is_speedup(text, number) or (last and _LIST.fullmatch(text, last.end, number.start)):
            number = last = replace(number, unit="x")
        else:
            last = None
        yield number


def _is_speedup(text: str, number: Number) -> bool:
    return _SPEEDUP.search(text, max(0, number.start - _WINDOW), number.start) is not None


def _share_factors(text: str, numbers: Iterable[Number]) -> Iterator[Number]:
    """ "By factors of 3 and 4" makes a factor of 4, too."""
    last: Number | None = None
    for number in numbers:
        if (
            last
            and last.unit == "x"
            and number.unit == ""
            and number.kind == "digits"
            and _LIST.fullmatch(text, last.end, number.start)
            and _factor_unit(text, last.start)
        ):
            number = replace(number, unit="x")
        last = number
        yield number


def _is_year(number: Number) -> bool:
    return number.low == int(number.low) and 1950 <= number.low <= 2050


def _is_model(text: str, number: Number) -> bool:
    """Whether a number is a product's: "the RTX 4090 and 6x", not "COCO 45 and 50%"."""
    return number.low >= 100 and _ACRONYM.search(text, max(0, number.start - 6), number.start) is not None


def _share_bounds(text: str, numbers: Iterable[Number]) -> Iterator[Number]:
    """ "Up to 277 FPS on A and 583 FPS on B" holds up_to for both."""
    head: Number | None = None
    for number in numbers:
        if number.kind == "name" or not number.unit:
            yield number
            continue
        if number.bound == "exact" and (found := _BEHIND.match(text, number.end)):
            number = replace(number, bound="up_to" if found["up_to"] else "at_least")
        single = number.low == number.high and number.kind != "change"
        if head and number.bound == "exact" and single and _shares_bound(text, head, number):
            number = replace(number, bound=head.bound)
        head = number if number.bound != "exact" else None
        yield number


def _shares_bound(text: str, head: Number, number: Number) -> bool:
    between = text[head.end : number.start]
    if len(between) > _SAME_HEAD or not _SHARED.search(between) or _NEW_HEAD.search(between):
        return False
    if ")" in between and _ASIDE.search(text, max(0, head.start - 24), head.start):  # "1.2x (up to 2x) and 3x"
        return False
    if number.unit == head.unit:
        return True
    return head.bound == "up_to" and {number.unit, head.unit} <= _RELATIVE and not between.endswith((" a ", " an "))
