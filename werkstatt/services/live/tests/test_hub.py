"""What a listener receives: everything, once, in order, in her language."""

from django.utils import timezone

from werkstatt.services.live.actions import announce, tally
from werkstatt.services.live.queries import cursors_of
from werkstatt.services.live.tests.serving import Listener, ticket
from werkstatt.services.live.words import ByLanguage

NOW = timezone.now()


def test_what_is_announced_arrives(served):
    listener = Listener(served.port, ticket("stage:1"), since=["0.0"])
    announce("stage:1", "word", {"text": ByLanguage(de="Hallo", en="Hello")}, now=NOW)
    assert listener.log(1) == [{"t": "stage:1", "s": 1, "k": "word", "text": "Hallo"}]
    announce("stage:1", "word", {"n": 2}, now=NOW)
    assert listener.log(1) == [{"t": "stage:1", "s": 2, "k": "word", "n": 2}]
    listener.close()


def test_a_page_older_than_its_stream_gets_what_came_between(served):
    announce("stage:1", "word", {"n": 1}, now=NOW)
    since = str(cursors_of(["stage:1"])["stage:1"])
    announce("stage:1", "word", {"n": 2}, now=NOW)
    announce("stage:1", "word", {"n": 3}, now=NOW)
    listener = Listener(served.port, ticket("stage:1"), since=[since])
    assert [event["n"] for event in listener.log(2)] == [2, 3]
    listener.close()


def test_a_tally_is_summed_and_leaves_no_number(served):
    listener = Listener(served.port, ticket("stage:1"), since=["0.0"])
    listener.until("presence")
    tally("stage:1", "clap", {"on_site": 2})
    event = listener.until("tally")
    assert (event["kind"], event["counts"]) == ("clap", {"on_site": 2})
    listener.close()


def test_a_server_that_ends_does_not_wait_for_its_streams(served):
    listener = Listener(served.port, ticket("stage:1"), since=["0.0"])
    listener.until("presence")
    served.server.should_exit = True
    assert listener.frame() == []
    listener.close()
