"""The Kherson region for coordkit. The region stands in ``plugin``, its areas in ``areas.csv``."""
