DOORS = {}
