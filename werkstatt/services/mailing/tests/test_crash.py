"""kill -9 in the middle of sending: nothing is lost, and at most the mail in flight comes twice."""

import os
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection

from werkstatt.services.mailing import actions
from werkstatt.services.mailing.choices import MailState
from werkstatt.services.mailing.models import Mail
from werkstatt.services.mailing.tests.factories import NOW, letter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MAILS = 150
SENDER = "import django; django.setup(); from werkstatt.services.mailing.actions import send_waiting; send_waiting()"


def start_sender(post):
    place = connection.settings_dict
    user = f"{place['USER']}:{place.get('PASSWORD', '')}"
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{user}@/{place['NAME']}?host={place['HOST']}&port={place['PORT']}",
        "DATABASE_POOL": "0",
        "DJANGO_SETTINGS_MODULE": "werkstatt.config.settings",
        "EMAIL_URL": post.url,
    }
    return subprocess.Popen([sys.executable, "-c", SENDER], cwd=settings.CHECKOUT, env=environment)


def test_killed_senders_lose_nothing(post):
    for _ in range(MAILS):
        actions.write_mail(letter(), now=NOW)
    senders = [start_sender(post) for _ in range(2)]
    deadline = time.monotonic() + 60
    while len(post.messages) < 20 and time.monotonic() < deadline:
        time.sleep(0.005)
    for sender in senders:
        sender.kill()
        sender.wait()
    sent_before = len(post.messages)
    assert 20 <= sent_before < MAILS, "they were killed in the middle"
    until = time.monotonic() + 10
    while Mail.objects.filter(state=MailState.WAITING).exists() and time.monotonic() < until:
        actions.send_waiting()
    arrived = Counter(message["Message-ID"] for message in post.messages)
    assert len(arrived) == MAILS
    assert len(post.messages) - MAILS <= len(senders)
    assert not Mail.objects.exclude(state=MailState.SENT).exists()
