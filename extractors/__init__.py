"""Text -> records: what papers name and claim, read without a language model."""

from extractors.reader import extract

__all__ = ["extract"]
