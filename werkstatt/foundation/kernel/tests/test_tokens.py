from datetime import UTC, datetime, timedelta

import pytest

from werkstatt.foundation.kernel.models import Token
from werkstatt.foundation.kernel.tokens import TokenIsInvalid, issue_token, revoke_tokens, subject_of, use_token

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 5, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_token_works_once_for_its_purpose_and_in_its_time():
    secret = issue_token(purpose="order", subject=7, now=NOW, lifetime=DAY)
    assert subject_of(secret, purpose="order", now=NOW) == "7"
    for purpose, now in (("offer", NOW), ("order", NOW + DAY)):
        with pytest.raises(TokenIsInvalid):
            use_token(secret, purpose=purpose, now=now)
    assert use_token(secret, purpose="order", now=NOW) == "7"
    with pytest.raises(TokenIsInvalid):
        use_token(secret, purpose="order", now=NOW)


def test_the_secret_is_not_kept():
    secret = issue_token(purpose="order", subject=7, now=NOW, lifetime=DAY)
    assert secret not in str(list(Token.objects.values()))


def test_revoked_and_made_up_tokens_are_invalid():
    secret = issue_token(purpose="order", subject=7, now=NOW, lifetime=DAY)
    assert revoke_tokens(purpose="order", subject=7) == 1
    for attempt in (secret, "", "\ud800", "x" * 5000):
        with pytest.raises(TokenIsInvalid):
            subject_of(attempt, purpose="order", now=NOW)
