from .sessions import SessionCancelForm, SessionForm, SessionPrefill, TermFilter

__all__ = ["SessionCancelForm", "SessionForm", "SessionPrefill", "TermFilter"]
