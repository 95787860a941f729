"""Tests of the house itself: which way imports point, what is public, what is written down, and that guards guard."""
