"""The graph: sources, merging, rows, stores, look-up."""
