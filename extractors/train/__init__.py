"""Fits what ships in ``extractors/model`` to the annotated papers: ``python -m extractors.train``."""
