"""Speed and memory, each figure a ratio against a named rival or limit measured in the same run. Run with ``make bench``."""
