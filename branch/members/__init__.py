"""The Party members: their groups, offices, standards, public pages and honours."""
