"""The nouns of a stage. Every contribution hangs on a `Voice`, never on a person directly."""

from werkstatt.rooms.stage.models.polls import Ballot, Poll, PollOption
from werkstatt.rooms.stage.models.questions import Question, Support
from werkstatt.rooms.stage.models.record import Feedback, ListenerCount, LogEntry, Material, ReactionCount, Report
from werkstatt.rooms.stage.models.stages import Stage, Voice
from werkstatt.rooms.stage.models.talk import Hand, Message

__all__ = [
    "Ballot",
    "Feedback",
    "Hand",
    "ListenerCount",
    "LogEntry",
    "Material",
    "Message",
    "Poll",
    "PollOption",
    "Question",
    "ReactionCount",
    "Report",
    "Stage",
    "Support",
    "Voice",
]
