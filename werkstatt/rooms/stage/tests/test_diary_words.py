"""The moderation's log in words: every verb the stage writes down has its sentence."""

import re
from pathlib import Path

from werkstatt.rooms.stage.choices import ReportState
from werkstatt.rooms.stage.diary_words import VERBS

ACTIONS = Path(__file__).parents[1] / "actions"
VERB = re.compile(r'\bnote\((?:\w+\.)*\w+, "([a-z_]+)"')
VARIED = {
    *(f"report_{state}" for state in ReportState if state != ReportState.OPEN),
    "result_shown",
    "result_hidden",
}


def test_every_verb_has_its_sentence():
    written = {verb for path in ACTIONS.glob("*.py") for verb in VERB.findall(path.read_text())}
    assert len(written) > 15
    assert (written | VARIED) - set(VERBS) == set()
