from tests.service.registers import doors as registers

DOORS = {
    **registers.DOORS,
}
