"""coordkit: a library for people who coordinate others.

The public names, loaded when used: ``import coordkit`` itself does no I/O and loads nothing else.
"""

TYPE_CHECKING = False

if TYPE_CHECKING:
    from coordkit.calendar.feeds import SeriesInFeed as SeriesInFeed
    from coordkit.calendar.feeds import write_feed as write_feed
    from coordkit.codec.convert import from_json as from_json
    from coordkit.codec.convert import to_json as to_json
    from coordkit.codec.rows import guarded as guarded
    from coordkit.codec.rows import read_rows as read_rows
    from coordkit.codec.rows import unguarded as unguarded
    from coordkit.codec.schema import json_schema as json_schema
    from coordkit.codec.subjects import SUBJECTS as SUBJECTS
    from coordkit.codec.subjects import coverage_subject as coverage_subject
    from coordkit.domain.announced import Announced as Announced
    from coordkit.domain.audiences import Audience as Audience
    from coordkit.domain.clock_times import ClockTime as ClockTime
    from coordkit.domain.dates import Answer as Answer
    from coordkit.domain.dates import Days as Days
    from coordkit.domain.dates import PartialDate as PartialDate
    from coordkit.domain.errors import CheckFailed as CheckFailed
    from coordkit.domain.errors import CoordkitError as CoordkitError
    from coordkit.domain.errors import DomainError as DomainError
    from coordkit.domain.errors import ExportError as ExportError
    from coordkit.domain.errors import NotFound as NotFound
    from coordkit.domain.errors import ParseError as ParseError
    from coordkit.domain.errors import PermanentFailure as PermanentFailure
    from coordkit.domain.errors import PluginError as PluginError
    from coordkit.domain.errors import Problem as Problem
    from coordkit.domain.errors import StaleEdit as StaleEdit
    from coordkit.domain.errors import StaleRelease as StaleRelease
    from coordkit.domain.errors import StoreError as StoreError
    from coordkit.domain.errors import TemporaryFailure as TemporaryFailure
    from coordkit.domain.gazetteer import Area as Area
    from coordkit.domain.gazetteer import AreaName as AreaName
    from coordkit.domain.gazetteer import Gazetteer as Gazetteer
    from coordkit.domain.gazetteer import Point as Point
    from coordkit.domain.groups import GroupState as GroupState
    from coordkit.domain.groups import Instrument as Instrument
    from coordkit.domain.groups import InstrumentKind as InstrumentKind
    from coordkit.domain.groups import Membership as Membership
    from coordkit.domain.groups import Role as Role
    from coordkit.domain.groups import Seat as Seat
    from coordkit.domain.groups import StateSince as StateSince
    from coordkit.domain.groups import WorkingGroup as WorkingGroup
    from coordkit.domain.headcounts import Counted as Counted
    from coordkit.domain.headcounts import Headcount as Headcount
    from coordkit.domain.headcounts import Precision as Precision
    from coordkit.domain.initiatives import Initiative as Initiative
    from coordkit.domain.initiatives import InitiativeStatus as InitiativeStatus
    from coordkit.domain.initiatives import StatusKnown as StatusKnown
    from coordkit.domain.invitations import Invitation as Invitation
    from coordkit.domain.invitations import ParticipationRole as ParticipationRole
    from coordkit.domain.invitations import Response as Response
    from coordkit.domain.invitations import ResponseSource as ResponseSource
    from coordkit.domain.meetings import AgendaItem as AgendaItem
    from coordkit.domain.meetings import Delegation as Delegation
    from coordkit.domain.meetings import Interruption as Interruption
    from coordkit.domain.meetings import KindPresent as KindPresent
    from coordkit.domain.meetings import Meeting as Meeting
    from coordkit.domain.meetings import MeetingStatus as MeetingStatus
    from coordkit.domain.minutes import Attendance as Attendance
    from coordkit.domain.minutes import Attended as Attended
    from coordkit.domain.minutes import Correction as Correction
    from coordkit.domain.minutes import Minutes as Minutes
    from coordkit.domain.minutes import MinutesState as MinutesState
    from coordkit.domain.minutes import Presence as Presence
    from coordkit.domain.offices import LetterTemplate as LetterTemplate
    from coordkit.domain.offices import Office as Office
    from coordkit.domain.offices import ReplyPolicy as ReplyPolicy
    from coordkit.domain.outcomes import ActionItem as ActionItem
    from coordkit.domain.outcomes import ActionStatus as ActionStatus
    from coordkit.domain.outcomes import Commitment as Commitment
    from coordkit.domain.outcomes import Decision as Decision
    from coordkit.domain.outcomes import Disposition as Disposition
    from coordkit.domain.outcomes import Information as Information
    from coordkit.domain.outcomes import Outcome as Outcome
    from coordkit.domain.outcomes import Request as Request
    from coordkit.domain.periods import Frequency as Frequency
    from coordkit.domain.periods import OnWeekday as OnWeekday
    from coordkit.domain.periods import Weekday as Weekday
    from coordkit.domain.places import Mode as Mode
    from coordkit.domain.places import Venue as Venue
    from coordkit.domain.received import Claim as Claim
    from coordkit.domain.received import Received as Received
    from coordkit.domain.received import ReceivedKind as ReceivedKind
    from coordkit.domain.received import Verdict as Verdict
    from coordkit.domain.records import AffiliationId as AffiliationId
    from coordkit.domain.records import Certainty as Certainty
    from coordkit.domain.records import InitiativeId as InitiativeId
    from coordkit.domain.records import InvitationId as InvitationId
    from coordkit.domain.records import MeetingId as MeetingId
    from coordkit.domain.records import MeetingSeriesId as MeetingSeriesId
    from coordkit.domain.records import MembershipId as MembershipId
    from coordkit.domain.records import MinutesId as MinutesId
    from coordkit.domain.records import OfficeId as OfficeId
    from coordkit.domain.records import OrganizationId as OrganizationId
    from coordkit.domain.records import OutcomeId as OutcomeId
    from coordkit.domain.records import PersonId as PersonId
    from coordkit.domain.records import ReceivedId as ReceivedId
    from coordkit.domain.records import Record as Record
    from coordkit.domain.records import RecordId as RecordId
    from coordkit.domain.records import Sensitivity as Sensitivity
    from coordkit.domain.records import Source as Source
    from coordkit.domain.records import Tlp as Tlp
    from coordkit.domain.records import WorkingGroupId as WorkingGroupId
    from coordkit.domain.recurrence import ForeignRule as ForeignRule
    from coordkit.domain.recurrence import Recurrence as Recurrence
    from coordkit.domain.recurrence import read_rule as read_rule
    from coordkit.domain.reminders import Reminder as Reminder
    from coordkit.domain.reminders import ReminderKind as ReminderKind
    from coordkit.domain.series import MeetingSeries as MeetingSeries
    from coordkit.domain.series import SeriesInvitee as SeriesInvitee
    from coordkit.domain.series import SeriesStatus as SeriesStatus
    from coordkit.domain.sharing import Release as Release
    from coordkit.domain.slots import Repeat as Repeat
    from coordkit.domain.slots import Slot as Slot
    from coordkit.domain.snapshots import Glance as Glance
    from coordkit.domain.stakeholders import Affiliation as Affiliation
    from coordkit.domain.stakeholders import Consent as Consent
    from coordkit.domain.stakeholders import Contact as Contact
    from coordkit.domain.stakeholders import ContactKind as ContactKind
    from coordkit.domain.stakeholders import Organization as Organization
    from coordkit.domain.stakeholders import Person as Person
    from coordkit.domain.stakeholders import RegistryCode as RegistryCode
    from coordkit.domain.stakeholders import TitleForm as TitleForm
    from coordkit.domain.terms import Quorum as Quorum
    from coordkit.domain.terms import QuorumOf as QuorumOf
    from coordkit.domain.terms import TermsOfReference as TermsOfReference
    from coordkit.domain.text import Text as Text
    from coordkit.domain.text import alphabetical as alphabetical
    from coordkit.domain.text import folded as folded
    from coordkit.hookspecs import hookimpl as hookimpl
    from coordkit.plugins import Plugins as Plugins
    from coordkit.secretariat.desk import Secretariat as Secretariat
    from coordkit.secretariat.desk import open as open
else:
    _HOMES = {
        "calendar.feeds": "SeriesInFeed write_feed",
        "codec.convert": "from_json to_json",
        "codec.rows": "guarded read_rows unguarded",
        "codec.schema": "json_schema",
        "codec.subjects": "SUBJECTS coverage_subject",
        "domain.dates": "Answer Days PartialDate",
        "domain.errors": "CheckFailed CoordkitError DomainError ExportError NotFound ParseError PermanentFailure PluginError "
        "Problem StaleEdit StaleRelease StoreError TemporaryFailure",
        "domain.groups": "GroupState Instrument InstrumentKind Membership Role Seat StateSince WorkingGroup",
        "domain.initiatives": "Initiative InitiativeStatus StatusKnown",
        "domain.invitations": "Invitation ParticipationRole Response ResponseSource",
        "domain.headcounts": "Counted Headcount Precision",
        "domain.meetings": "AgendaItem Delegation Interruption KindPresent Meeting MeetingStatus",
        "domain.terms": "Quorum QuorumOf TermsOfReference",
        "domain.minutes": "Attendance Attended Correction Minutes MinutesState Presence",
        "domain.received": "Claim Received ReceivedKind Verdict",
        "domain.clock_times": "ClockTime",
        "domain.periods": "Frequency OnWeekday Weekday",
        "domain.recurrence": "ForeignRule Recurrence read_rule",
        "domain.series": "MeetingSeries SeriesInvitee SeriesStatus",
        "domain.offices": "LetterTemplate Office ReplyPolicy",
        "domain.outcomes": "ActionItem ActionStatus Commitment Decision Disposition Information Outcome Request",
        "domain.gazetteer": "Area AreaName Gazetteer Point",
        "domain.places": "Mode Venue",
        "domain.records": "AffiliationId Certainty InitiativeId InvitationId MeetingId MeetingSeriesId MembershipId MinutesId "
        "OfficeId OrganizationId OutcomeId PersonId ReceivedId Record RecordId Sensitivity Source Tlp WorkingGroupId",
        "domain.announced": "Announced",
        "domain.audiences": "Audience",
        "domain.reminders": "Reminder ReminderKind",
        "domain.sharing": "Release",
        "domain.snapshots": "Glance",
        "domain.slots": "Repeat Slot",
        "domain.stakeholders": "Affiliation Consent Contact ContactKind Organization Person RegistryCode TitleForm",
        "domain.text": "Text alphabetical folded",
        "hookspecs": "hookimpl",
        "plugins": "Plugins",
        "secretariat.desk": "Secretariat open",
    }
    _HOME = {name: "coordkit." + module for module, names in _HOMES.items() for name in names.split()}

    def __getattr__(name):
        if name not in _HOME:
            raise AttributeError(f"module 'coordkit' has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(_HOME[name]), name)
        return value

    def __dir__():
        return sorted({*globals(), *_HOME})


__all__ = [
    "SUBJECTS",
    "ActionItem",
    "ActionStatus",
    "Affiliation",
    "AffiliationId",
    "AgendaItem",
    "Announced",
    "Answer",
    "Area",
    "AreaName",
    "Attendance",
    "Attended",
    "Audience",
    "Certainty",
    "CheckFailed",
    "Claim",
    "ClockTime",
    "Commitment",
    "Consent",
    "Contact",
    "ContactKind",
    "CoordkitError",
    "Correction",
    "Counted",
    "Days",
    "Decision",
    "Delegation",
    "Disposition",
    "DomainError",
    "ExportError",
    "ForeignRule",
    "Frequency",
    "Gazetteer",
    "Glance",
    "GroupState",
    "Headcount",
    "Information",
    "Initiative",
    "InitiativeId",
    "InitiativeStatus",
    "Instrument",
    "InstrumentKind",
    "Interruption",
    "Invitation",
    "InvitationId",
    "KindPresent",
    "LetterTemplate",
    "Meeting",
    "MeetingId",
    "MeetingSeries",
    "MeetingSeriesId",
    "MeetingStatus",
    "Membership",
    "MembershipId",
    "Minutes",
    "MinutesId",
    "MinutesState",
    "Mode",
    "NotFound",
    "Office",
    "OfficeId",
    "OnWeekday",
    "Organization",
    "OrganizationId",
    "Outcome",
    "OutcomeId",
    "ParseError",
    "PartialDate",
    "ParticipationRole",
    "PermanentFailure",
    "Person",
    "PersonId",
    "PluginError",
    "Plugins",
    "Point",
    "Precision",
    "Presence",
    "Problem",
    "Quorum",
    "QuorumOf",
    "Received",
    "ReceivedId",
    "ReceivedKind",
    "Record",
    "RecordId",
    "Recurrence",
    "RegistryCode",
    "Release",
    "Reminder",
    "ReminderKind",
    "Repeat",
    "ReplyPolicy",
    "Request",
    "Response",
    "ResponseSource",
    "Role",
    "Seat",
    "Secretariat",
    "Sensitivity",
    "SeriesInFeed",
    "SeriesInvitee",
    "SeriesStatus",
    "Slot",
    "Source",
    "StaleEdit",
    "StaleRelease",
    "StateSince",
    "StatusKnown",
    "StoreError",
    "TemporaryFailure",
    "TermsOfReference",
    "Text",
    "TitleForm",
    "Tlp",
    "Venue",
    "Verdict",
    "Weekday",
    "WorkingGroup",
    "WorkingGroupId",
    "alphabetical",
    "coverage_subject",
    "folded",
    "from_json",
    "guarded",
    "hookimpl",
    "json_schema",
    "open",
    "read_rows",
    "read_rule",
    "to_json",
    "unguarded",
    "write_feed",
]  # fmt: skip
