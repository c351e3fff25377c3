"""What Django's page of a failure shows of the request and of the program's variables."""

from django.views.debug import SafeExceptionReporterFilter


class ReportFilter(SafeExceptionReporterFilter):
    """Hides all that a page of sealed text, or of a password, was sent and had in hand: in dev mode too.

    Django's own filter hides nothing in dev mode, and of variables only those of functions that say so.
    """

    def is_active(self, request):
        return super().is_active(request) or _is_secret(request)

    def get_traceback_frame_variables(self, request, tb_frame):
        if not _is_secret(request):
            return super().get_traceback_frame_variables(request, tb_frame)
        return [(name, self.cleansed_substitute) for name in tb_frame.f_locals]


def _is_secret(request):
    """Whether the view says `sensitive_post_parameters()`, without names."""
    return getattr(request, "sensitive_post_parameters", None) == "__ALL__"
