"""Every calendar object of the scheduling scenarios is read alike by four parsers, and none of them complains."""

from __future__ import annotations

import email
from collections.abc import Iterator
from pathlib import Path

from coordkit.secretariat import correspondence
from tests.interop.engines import agreement_of_files
from tests.interop.test_messages import OUTDATED
from tests.scheduling.stage import Stage
from tests.scheduling.test_scenarios import ROWS, played


def _calendars(stage: Stage) -> Iterator[bytes]:
    for message in correspondence.outbox(stage.desk):
        for part in email.message_from_bytes(message.content).walk():
            if part.get_content_type() == "text/calendar":
                content = part.get_payload(decode=True)
                assert isinstance(content, bytes)
                yield content


def test_every_calendar_object_of_the_scenarios_is_read_alike(tmp_path: Path) -> None:
    files: dict[Path, tuple[str, bytes]] = {}
    for row in ROWS:
        for number, calendar in enumerate(_calendars(played(row))):
            path = tmp_path / f"{len(files)}.ics"
            path.write_bytes(calendar)
            files[path] = f"{row.sentence}, message {number}", calendar
    read = agreement_of_files(files)
    against = {name: _not_excused(read[path], calendar) for path, (name, calendar) in files.items()}
    assert len(files) > 400
    assert {name: problems for name, problems in against.items() if problems} == {}


def _not_excused(problems: list[str], calendar: bytes) -> list[str]:
    is_declined = b"METHOD:DECLINECOUNTER" in calendar
    return [each for each in problems if not (is_declined and each.startswith(OUTDATED))]
