"""The other stacks in a benchmark: one process each, told by JSON lines, as nearhand-peer in its scenario `measure`."""
