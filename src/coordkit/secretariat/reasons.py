"""Why a message that came in was set aside, refused or overtaken, in words for the person who looks at it."""

from __future__ import annotations

from coordkit.domain.text import Text


def _both(uk: str, en: str) -> Text:
    return Text.of(uk=uk, en=en)


NO_SENDER = _both("невідомо, хто це надіслав", "nobody knows who sent it")
FORWARDED = _both("лист переслала інша людина", "somebody else forwarded the message")
NOT_VOUCHED = _both("сервер не підтверджує відправника", "no server vouches for the sender")
FORGED = _both("сервер каже, що відправник не той", "the server says that the sender is not who they claim to be")
NOT_THEIR_OWN = _both("відправник відповідає за когось іншого", "the sender answers for somebody else")
NOT_INVITED = _both("цієї адреси немає серед запрошених", "this address is not among those invited")
TAKEN_OFF = _both("цю людину вже не запрошено", "they are not invited any more")
UNKNOWN_UID = _both("такої зустрічі чи серії тут немає", "no meeting or series here has this UID")
NO_SUCH_OCCURRENCE = _both("такої зустрічі в серії немає", "the series has no occurrence then")
NOT_A_SERIES = _both("зустріч не належить до серії", "the meeting is no series, so it has no occurrences")
AND_FUTURE = _both("ідеться про цю й усі наступні зустрічі", "it is about this and all later occurrences")
NO_ATTENDEE = _both("не сказано, хто відповідає", "it does not say who answers")
SHARED = _both("цю адресу мають кілька запрошених", "several of those invited have this address")
TOO_MANY = _both("відповідь за надто багатьох водночас", "it answers for too many at once")
NO_ANSWER = _both("відповіді немає або вона незрозуміла", "it holds no answer that is known")
OUTDATED = _both("відповідь на давніше запрошення", "it answers an earlier invitation; they were asked anew since")
OVERTAKEN = _both("є новіша відповідь", "a newer answer is here")
NEVER_SENT = _both("відповідь на версію, якої ми не надсилали", "it answers a version that was never sent")
AHEAD = _both("годинник відправника поспішає більш ніж на день", "the sender's clock is more than a day ahead")
TO_WHOM = _both("передано кільком або нікому", "it is passed on to several, or to nobody")
UNKNOWN_DELEGATE = _both("того, кому передано запрошення, тут немає", "whoever it is passed on to is not on this desk")
IN_A_CIRCLE = _both("запрошення повернулося б до того, хто його передав", "the invitation would go round in a circle")
PROPOSAL = _both("пропонують інший час; погодьтеся або відмовте", "another time is proposed; accept or reject it")
NO_PROPOSAL = _both("пропонують зміни, але не інший час", "changes are proposed, but no other time")
NOT_ANNOUNCED = _both("зустріч змінено, але ще не оголошено", "the meeting was changed and not announced yet")
AUTOMATIC = _both("автоматична відповідь; на неї не відповідають", "an automatic message; it gets no answer")
IN_WORDS = _both("відповідь словами; прочитайте й запишіть її", "an answer in words; read it and write the answer down")
A_LETTER = _both("не відповідає на жоден наш лист", "it answers no message of ours")
MIXED = _both("в одному листі різні повідомлення; попросіть їх окремо", "several methods in one message; ask for one at a time")
SOMEBODY_ELSES = _both("запрошення чи сповіщення від інших", "an invitation or notice of somebody else's")
NOT_FOR_GOOD = _both("лист ще можуть доставити", "the message may still arrive; nothing was changed")
NOT_OURS = _both("повернувся не наш лист", "what came back names no message of ours")
