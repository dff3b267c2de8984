"""The tokeniser that every reader of text here shares.

One regular expression says what a token is. spaCy's own machinery of prefixes, suffixes and special cases is left out:
a text is cut at white space, each chunk is cut by ``TOKEN``, and chunks seen before come from the cache, whose default
size of 10,000 is too small for varied abstracts.

Names split at hyphens, slashes and where a number meets letters, so that no entity or quantity has to end inside a
token; ``A100``, ``Qwen2.5`` and ``3DGS`` stay whole:

>>> from spacy.vocab import Vocab
>>> tokenizer = build_tokenizer(Vocab())
>>> [token.text for token in tokenizer("2.5x faster, 8xA100-80GB/H100")]
['2.5', 'x', 'faster', ',', '8', 'x', 'A100', '-', '80', 'GB', '/', 'H100']
>>> [token.text for token in tokenizer("200times sim7s 1,024 3DGS Qwen2.5-VL-7B's 3.1\\\\%")]
['200', 'times', 'sim', '7', 's', '1,024', '3DGS', 'Qwen2.5', '-', 'VL', '-', '7', 'B', "'s", '3.1', '\\\\', '%']
"""

import re

from spacy.tokenizer import Tokenizer
from spacy.vocab import Vocab

CACHE_SIZE = 1_000_000

TOKEN = re.compile(
    r"""
    [1-9]D[A-Za-z]*(?![\w])                       # 3D, 3DGS
  | \d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?            # 1,024
  | \d+(?:\.\d+)*                                 # 12, 2.5
  | (?<=\d)(?:times|x|X)(?=[A-Z\d])               # 8xA100, 256times256
  | (?<![^\W\d_])(?:sim|approx|geq|leq|times|x(?!86|64))(?=\d)  # sim7, x100: the remains of a formula
  | (?:[^\W\d_]\w*?\d|[^\W\d_])\.\d+\w*(?=\W|$)   # Qwen2.5, v.2
  | [^\W\d_]\w*
  | ['’]s\b
  | \s+
  | .
    """,
    re.VERBOSE | re.DOTALL,
)


def build_tokenizer(vocab: Vocab) -> Tokenizer:
    """A tokeniser over ``vocab``; documents of one vocabulary share the cache of the tokeniser that made them."""
    return Tokenizer(vocab, infix_finditer=TOKEN.finditer, max_cache_size=CACHE_SIZE)
