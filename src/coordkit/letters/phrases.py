"""The few words of letters that stand in no template: they depend on a count, a form of title or a code."""

from __future__ import annotations

from coordkit.domain.invitations import ParticipationRole
from coordkit.domain.places import Mode
from coordkit.domain.stakeholders import TitleForm

ROWS = {
    "uk": {
        "when": "Коли",
        "where": "Де",
        "place_follows": "Точне місце",
        "link": "Приєднатися онлайн",
        "link_follows": "Приєднатися онлайн",
        "mode": "Формат",
        "shelter_places": "Місць в укритті",
        "purpose": "Мета",
        "comment": "Пояснення",
        "delegator": "Запрошення вам передає",
        "others": "Також запрошено",
    },
    "en": {
        "when": "When",
        "where": "Where",
        "place_follows": "Exact place",
        "link": "Join online",
        "link_follows": "Join online",
        "mode": "Format",
        "shelter_places": "Places in the shelter",
        "purpose": "Purpose",
        "comment": "Note",
        "delegator": "Invitation passed on by",
        "others": "Also invited",
    },
}

FOLLOWS = {
    "uk": {
        "place_follows": "повідомимо тим, хто підтвердить участь",
        "link_follows": "посилання надішлемо тим, хто підтвердить участь",
    },
    "en": {
        "place_follows": "will be sent to those who accept",
        "link_follows": "the link will be sent to those who accept",
    },
}

MODES = {
    "uk": {Mode.IN_PERSON: "очно", Mode.ONLINE: "онлайн", Mode.MIXED: "очно й онлайн водночас"},
    "en": {Mode.IN_PERSON: "in person", Mode.ONLINE: "online", Mode.MIXED: "in person and online at once"},
}

_F, _M = TitleForm.FEMININE, TitleForm.MASCULINE
_UK_PARTICIPANT: dict[TitleForm | None, str] = {_F: "учасниця", _M: "учасник"}
ROLES: dict[str, dict[ParticipationRole, dict[TitleForm | None, str]]] = {
    "uk": {
        ParticipationRole.CHAIR: {_F: "головуюча", _M: "головуючий"},
        ParticipationRole.REQUIRED: _UK_PARTICIPANT,
        ParticipationRole.OPTIONAL: _UK_PARTICIPANT,
        ParticipationRole.INFORMED: {},
    },
    "en": {
        ParticipationRole.CHAIR: {_F: "chair", _M: "chair", None: "chair"},
        ParticipationRole.REQUIRED: {_F: "participant", _M: "participant", None: "participant"},
        ParticipationRole.OPTIONAL: {_F: "participant", _M: "participant", None: "participant"},
        ParticipationRole.INFORMED: {},
    },
}
"""The word for a part in a meeting, by form of title. Ukrainian has two forms only: who chose none gets none."""

# By plural category (Unicode CLDR); {} is the count with its noun.
DAYS_LEFT = {
    "uk": {"one": "лишився {}", "other": "лишилося {}"},
    "en": {"one": "{} is left", "other": "{} are left"},
}
DAYS_PASSED = {
    "uk": {"one": "минув {}", "few": "минуло {}", "other": "минуло {}"},
    "en": {"one": "{} has passed", "other": "{} have passed"},
}
