"""The public page of a series, the desk of series and topics, and the stall."""
