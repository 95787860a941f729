"""The benchmarks at their smallest: that they run, and that what they ask is answered. What they measure, ``make bench`` tells."""
