"""Integrity checks that concern every table alike, and the stored files."""

from departments.integrity import Check
from quality_portal.upkeep.integrity import database, files, history, names

CHECKS = (
    Check("database.structure", "tables, indexes and constraints are sound", database.structure),
    Check("database.references", "every reference leads to a record", database.references),
    Check("database.decimals", "every number can be read and fits its column", database.decimals),
    Check("files.missing", "every file that a record names is stored", files.missing),
    Check("files.altered", "every stored file has the checksum its record keeps", files.altered),
    Check("files.orphans", "every stored file is named by a record", files.orphans),
    Check("history.recorded", "every record has a history", history.unrecorded),
    Check("history.current", "the last row of a history is the record as it stands", history.differing),
    Check("history.removed", "the history of a removed record ends with its removal", history.lost),
    Check("names.once", "names that differ in width or case alone are given once", names.repeated),
)
