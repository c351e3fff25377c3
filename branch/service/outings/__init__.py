"""Series of service: their public pages, the stops of their trips, and the tally of consultations at a stall."""
