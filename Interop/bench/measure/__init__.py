"""The benchmarks: what is measured, with whom, and what the figures should be."""
