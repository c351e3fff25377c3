"""强制报告: whom to call when a pupil may have come to harm, and the record that they were told."""
