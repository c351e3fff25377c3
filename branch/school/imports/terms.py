"""What rosters have in common that belong to a term."""

from branch.school.models import Term


class OfATerm:
    """Mixin of an importer whose rows count from the first day of the term."""

    def effective_on(self, on):
        return Term.objects.roll_begins_on(on)
