"""The formats that ship with the core keep what every format promises."""

from __future__ import annotations

from typing import ClassVar

import pytest

from coordkit import MeetingSeries, read_rows
from coordkit.builtin import csv, ics, json
from coordkit.ports import Exporter
from coordkit.testing import ExporterContract


class TestCsv(ExporterContract):
    @pytest.fixture
    def exporter(self) -> Exporter:
        return csv.EXPORTER

    def read_back(self, written: bytes) -> str:
        return "\n".join(cell for row in read_rows(written) for cell in row.values())


class TestJson(ExporterContract):
    @pytest.fixture
    def exporter(self) -> Exporter:
        return json.EXPORTERS[0]


class TestJsonLines(ExporterContract):
    @pytest.fixture
    def exporter(self) -> Exporter:
        return json.EXPORTERS[1]


class TestIcs(ExporterContract):
    subjects: ClassVar = ("meetings",)
    further: ClassVar = {"meetings": (MeetingSeries,)}

    @pytest.fixture
    def exporter(self) -> Exporter:
        return ics.EXPORTER

    def read_back(self, written: bytes) -> str:
        return written.replace(b"\r\n ", b"").decode("utf-8")
