"""Reminding: what the office's rules say is due now is queued; for cron."""

from __future__ import annotations

from collections import Counter

from coordkit.cli.announcing import sender, sending, told_data
from coordkit.cli.commands import command
from coordkit.cli.naming import short
from coordkit.cli.output import Answer, answer
from coordkit.cli.session import Session
from coordkit.cli.words import member_word
from coordkit.secretariat import reminders


@command(None, "remind", "coordkit remind", "coordkit remind --json")
@sending
def remind(session: Session, office: str | None, channel: str | None) -> Answer:
    """Queue the reminders that are due. Each goes once; who may know the exact place by now, and does not, is told it too.

    The rules are the office's: 'coordkit office set --reminder unanswered=2d'. It prints nothing where nothing is due, so cron
    sends no mail about it; run it as often as you like. Exit codes: 0 done, 1 a named problem, 2 wrong usage.
    """
    done = reminders.remind(session.desk, **sender(session, office, channel))
    kinds = Counter(kind for kind, _ in done.messages)
    data = {"reminders": {kind.value: number for kind, number in kinds.items()}}
    told = told_data([message for _, message in done.messages], done.unreached)
    if not done.messages:
        return answer(data | told)
    say = session.say
    each = "; ".join(f"{member_word(kind, session)}: {number}" for kind, number in kinds.items())
    lines = [say(f"Додано до надсилання: {each}", f"Queued to be sent: {each}")]
    if done.unreached:
        names = ", ".join(f"{session.names(who)} [{short(who)}]" for who in done.unreached)
        lines.append(
            say(f"Пошта не дійде, нагадайте інакше: {names}", f"No mail reaches them, remind them in another way: {names}")
        )
    return answer(data | told, "\n".join(lines))
