"""The one error callers of this package need to know."""


class PaperError(Exception):
    """A paper could not be printed; the message is a translated sentence that may be shown on a page."""
