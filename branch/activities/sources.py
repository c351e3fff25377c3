from branch.core.contributions import sources

from .models import Partner


@sources
def partners():
    """The partners; those the branch no longer works with are named in earlier articles alone."""
    return Partner.objects.values_list("name", "is_active")
