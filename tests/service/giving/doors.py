"""Who may open the sums of a school year."""

from tests.door import COMMITTEE, Door

DOORS = {"service:series-totals": Door(may=COMMITTEE)}
