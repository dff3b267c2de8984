"""Text -> records: what papers name and claim, read without a language model."""
