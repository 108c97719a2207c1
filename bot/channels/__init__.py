"""The ways by which patients reach the assistant, a folder each, on top of the one gateway."""
