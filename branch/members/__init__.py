"""The Party members: their group, office, standards, pledges and honours."""
