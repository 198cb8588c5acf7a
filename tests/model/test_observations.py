"""What was counted, in words."""

from __future__ import annotations

from rolegraph.model.observations import CountedGroup, Observation, Statistic


def test_pay_is_the_mean_or_else_the_median() -> None:
    told = Observation(CountedGroup("g"), Statistic(), pay_median=20.5, currency="EUR", pay_period="hour")
    assert told.pay == "EUR 20.50 an hour"
    assert told._replace(pay_mean=30000.0, pay_period="").pay == "EUR 30,000"
