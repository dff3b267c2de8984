"""Length-preserving clean-up and sentences, so that every offset points into the text as given.

``clean("Faster\\nthan\\tall")`` gives ``"Faster than all"``; ``sentences`` cuts
"We get 2.5x. It runs on an A100." in two.
"""

import re
from collections.abc import Iterator

_SPACES = dict.fromkeys((*range(9, 14), 0xA0, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x3000), " ")
_CONTROLS = dict.fromkeys((*range(9), *range(14, 32), *range(0x7F, 0xA0), 0xAD, 0xFEFF), " ")
_HYPHENS = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2212, 0xFE63, 0xFF0D), "-")
_QUOTES = {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}
_TABLE = _SPACES | _CONTROLS | _HYPHENS | _QUOTES

# A style and its brace, as "\\textbf{" or "{\\bf "; roman type in formulas is left, for it sets units and indices.
_BRACE = re.compile(
    r"(?P<style>\\(?:text(?:bf|it|sl|sc|tt|sf)|emph|under?line|boldsymbol|bm|mbox|mathbf)[ ]?\{"
    r"|\{\\(?:bf|it|em|tt|sc|sl|sf|bfseries|itshape)[ ])|\\[{}\\]|[{}]"
)
_INSIDE = re.compile(r"(?:[_^]\{?|(?<![\\A-Za-z])[^\W\d_]++)\Z")
_NEAR = 16

# The second branch is a full stop glued to the next sentence, as listings lose spaces.
_END = re.compile(
    r"[.!?][\"')\]}]*(?=\s)|(?<=[a-z)\]]{3})\.(?=(?:We|The|This|These|Our|In|To|It|However|Code|Project|Experiments)\b)"
)
_LAST_WORD = re.compile(r"[^\s(\[{\"']*\Z")
_ABBREVIATIONS = frozenset(
    re.findall(
        r"\S+",
        "e.g i.e cf vs viz resp approx etc al fig figs eq eqs sec secs no nos ref refs dr mr mrs prof st inc ltd "
        "co corp w.r.t a.k.a aka ca incl",
    )
)
_UNIT_END = re.compile(r"\d[ ~]?[shmx]\Z")
_OPENERS = re.compile(r"[\"'(\[{\\$]*[A-Z0-9]|[\"'(\[]*(?:i[A-Z]|[a-z]+[A-Z]|\\[a-z])")


def clean(text: str) -> str:
    """The text with spaces, controls, hyphens and quotes made plain, character for character.

    >>> clean("Faster\\nthan‑all")
    'Faster than-all'
    """
    return text.translate(_TABLE)


def without_styles(text: str) -> str:
    """The text with spaces for the marks of styles, except within words ("\\\\textbf{D}ecomposing") and at indices.

    >>> without_styles("by \\\\emph{2x}.")
    'by       2x .'
    """
    if "\\" not in text:
        return text
    styles: list[re.Match[str] | None] = []
    letters: list[str] | None = None
    for found in _BRACE.finditer(text):
        if found["style"]:
            styles.append(found if _begins_word(text, found.start()) else None)
        elif found[0] == "{":
            styles.append(None)
        elif found[0] == "}" and styles and (style := styles.pop()) and _ends_word(text, found.start()):
            letters = letters or list(text)
            letters[style.start() : style.end()] = " " * len(style[0])
            letters[found.start()] = " "
    return "".join(letters) if letters else text


def _begins_word(text: str, mark: int) -> bool:
    return not _INSIDE.search(text, max(0, mark - _NEAR), mark)


def _ends_word(text: str, brace: int) -> bool:
    before = text[max(0, brace - _NEAR) : brace].rstrip("}")[-1:]
    after = text[brace + 1 : brace + _NEAR].lstrip("}")[:1]
    return after not in ("_", "^") and not (before.isalpha() and (after.isalnum() or after == "-"))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a cleaned text, outer spaces left out.

    >>> text = "We get 2.5x vs. A. It runs on one A100, e.g. in FP16. \\\\name wins."
    >>> [text[start:end] for start, end in sentences(text)]
    ['We get 2.5x vs. A.', 'It runs on one A100, e.g. in FP16.', '\\\\name wins.']
    """
    start = _skip_spaces(text, 0)
    for found in _END.finditer(text):
        after = _skip_spaces(text, found.end())
        if after >= len(text):
            break
        if found.start() >= start and _is_boundary(text, start, found.start(), after):
            yield start, found.end()
            start = after
    end = len(text.rstrip())
    if start < end:
        yield start, end


def _skip_spaces(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _is_boundary(text: str, start: int, mark: int, after: int) -> bool:
    if not _OPENERS.match(text, after):
        return False
    if text[mark] != ".":
        return True
    last = _LAST_WORD.search(text, max(start, mark - 40), mark)
    word = last[0].lower() if last else ""
    if word in _ABBREVIATIONS:
        # "et al." and "etc." may close a sentence; only a capitalised word that can open one tells.
        return word in {"al", "etc"} and bool(
            re.match(r"(?:We|The|This|Our|In|To|It|However|Here)\b", text[after : after + 9])
        )
    if re.fullmatch(r"[a-z](?:\.[a-z])*", last[0] if last else "") and len(word) < 4:
        return _UNIT_END.search(text, max(start, mark - 8), mark) is not None
    return True
