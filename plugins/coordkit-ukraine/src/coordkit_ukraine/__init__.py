"""Ukraine for coordkit: the national base that the regions of Ukraine share.

``romanize`` writes Ukrainian in Latin letters; ``edrpou.check`` and ``katottg.check`` look at codes; ``areas.read``,
``vocabulary`` and ``checks`` are what a region of Ukraine is made from. The region itself stands in ``plugin``.
"""

from coordkit_ukraine.romanization import romanize as romanize

__all__ = ["romanize"]
