"""Aid in money and goods: drives, their books, and whom they reached."""
