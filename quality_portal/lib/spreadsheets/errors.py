"""The one error of spreadsheets that cannot be used."""


class SpreadsheetError(ValueError):
    """The file, or a cell of it, cannot be used; the message is a sentence saying why and what to do."""
