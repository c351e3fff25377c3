"""Who may ask how the portal is."""

from tests.door import public

DOORS = {
    # machines
    "operations:healthz": public(),
    "operations:readyz": public(),
}
