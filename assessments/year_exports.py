"""The assessment over the years as a workbook; its headers are Chinese in either language."""

from assessments.over_years import OverYears
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table


def tables(found: OverYears) -> list[Table]:
    """Return everything the page shows: units over the years, lost points by criterion, spread of grades."""
    return [results(found), lost_points(found), spread(found)]


def results(found: OverYears) -> Table:
    """Return each unit's total, grade by the score, grade and rank of every year."""
    heads = [Column("单位", width=24)]
    for year in found.years:
        heads += [
            Column(f"{year}年总分", "number"),
            Column(f"{year}年得分等级"),
            Column(f"{year}年评定等级"),
            Column(f"{year}年名次", "integer"),
        ]
    rows: list[list[OutCell]] = []
    for unit in found.units:
        cells: list[OutCell] = [unit.name]
        for row in unit.results:
            cells += (
                [row.total, row.computed_grade or row.grade, row.grade, row.rank]
                if row
                else [None, "", "", None]
            )
        rows.append(cells)
    return Table("历年考核结果", heads, rows)


def lost_points(found: OverYears) -> Table:
    """Return the mean share of points lost for each criterion and year, and how many units lost any."""
    heads = [
        Column("年度", "integer"),
        Column("指标编号"),
        Column("考核指标", width=32),
        Column("平均失分率（%）", "number"),
        Column("失分单位数", "integer"),
        Column("考核单位数", "integer"),
        Column("全部单位失分"),
    ]
    rows: list[list[OutCell]] = [
        [
            loss.year,
            loss.code,
            loss.name,
            loss.share,
            loss.losing,
            loss.units,
            "是" if loss.is_everybodys else "否",
        ]
        for loss in found.losses
    ]
    return Table("失分指标", heads, rows)


def spread(found: OverYears) -> Table:
    """Return how many units had which grade in each year."""
    heads = [Column("等级"), *(Column(f"{year}年单位数", "integer") for year in found.years)]
    rows: list[list[OutCell]] = [[letter or "未评定", *counts] for letter, counts in found.grades]
    return Table("等级分布", heads, rows)
