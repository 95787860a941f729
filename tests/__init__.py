"""Tests of the core. A package, so that helpers are imported by one name: `from tests.house.repository import ROOT`."""
