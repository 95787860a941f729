"""Mail over SMTP for coordkit. The channel stands in ``notifier``; ``plugin`` registers it."""
