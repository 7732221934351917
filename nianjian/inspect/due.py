"""What is due: publications of the release calendar that should have landed by a day, and what has come in since.

A publication is there for a year once its source has reported figures of that year, or a later one, for the indicators
that the calendar names. Figures of a sample do not count.
"""

from datetime import date
from typing import Any

import duckdb

# The last issue of each publication that was to be out by the day, and the next one.
ISSUES = """
    create or replace temp view due_issues as
    with
        dated as (
            select *, make_date(year($day), usual_month, usual_day) as this_year
            from reference.release_calendar
        )

    select
        * exclude (this_year),
        case when this_year <= $day then this_year else this_year - interval 1 year end::date as due_on,
        case when this_year > $day then this_year else this_year + interval 1 year end::date as next_on,
        year(due_on) - lag_years as reference_year
    from dated
"""
# Which studies measure or explain what, with the parts that their derived indicators are worked out from.
STUDIED = """
    create or replace temp view due_studied as
    with recursive
        used as (
            select system_code, indicator_code from reference.system_indicators
            union
            select system_code, indicator_code from reference.system_drivers
            union
            select used.system_code, parts.part_code
            from used
            inner join reference.derived_parts as parts using (indicator_code)
        )

    select distinct used.system_code, used.indicator_code, systems.source_code, regions.level
    from used
    inner join reference.systems as systems using (system_code)
    inner join indicators.ind_system_regions using (system_code)
    inner join reference.regions as regions using (region_code)
"""
PUBLICATIONS = """
    with
        expected as (
            select issues.publication_code, issues.source_code, issues.level, issues.reference_year, feeds.indicator_code
            from due_issues as issues
            inner join reference.calendar_indicators as feeds using (publication_code)
        ),

        reported as (
            select distinct
                releases.source_code, regions.level, observations.indicator_code, observations.year
            from marts.fct_observation as observations
            inner join marts.dim_release as releases using (release_code)
            inner join reference.regions as regions using (region_code)
            where
                observations.status = 'reported'
                and observations.value is not null
                and not observations.is_synthetic
                and releases.published_on <= $day
        ),

        counted as (
            select
                expected.publication_code,
                count(distinct expected.indicator_code) as indicators,
                count(distinct reported.indicator_code) filter (
                    reported.year >= expected.reference_year
                ) as indicators_in,
                max(reported.year) as last_year
            from expected
            left join reported using (source_code, level, indicator_code)
            group by expected.publication_code
        ),

        concerned as (
            select
                expected.publication_code,
                list(distinct studied.system_code order by studied.system_code) as systems
            from expected
            inner join due_studied as studied
                on
                    expected.indicator_code = studied.indicator_code
                    and expected.level = studied.level
                    and coalesce(studied.source_code, expected.source_code) = expected.source_code
            group by expected.publication_code
        )

    select
        issues.publication_code, issues.name_zh, issues.name_en, issues.publisher_zh, issues.publisher_en,
        issues.source_code, issues.due_on, issues.next_on, issues.reference_year,
        counted.last_year, counted.indicators, counted.indicators_in,
        coalesce(concerned.systems, []) as systems
    from due_issues as issues
    inner join counted using (publication_code)
    left join concerned using (publication_code)
    order by issues.due_on, issues.publication_code
"""
# Releases of a source of the calendar since the first day on which something that has not come was due.
RELEASES = """
    select releases.release_code, releases.source_code, releases.title, releases.published_on
    from marts.dim_release as releases
    where
        not releases.is_synthetic
        and releases.source_code = $source
        and releases.published_on between $since and $day
    order by releases.published_on, releases.release_code
"""


def due(connection: duckdb.DuckDBPyConnection, day: date) -> dict[str, Any]:
    """Each publication with the day it was due, whether its figures have landed, and the studies that use them.

    `state` is `in` if every indicator has the year, `partly` if some have, `overdue` if none has. `since` lists the
    releases of the same source from the due day on.
    Errors: ValueError, if the published warehouse has no calendar.
    """
    tables = "select count(*) from information_schema.tables where table_name = 'release_calendar'"
    if not connection.sql(tables).fetchone()[0]:
        raise ValueError("what is published has no release calendar: run `make build` first")
    for view in (ISSUES, STUDIED):
        # A view takes no parameters.
        connection.execute(view.replace("$day", f"date '{day.isoformat()}'"))
    found = connection.execute(PUBLICATIONS, {"day": day})
    names = [column[0] for column in found.description]
    publications = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    for each in publications:
        some, every = each["indicators_in"] > 0, each["indicators_in"] == each["indicators"]
        each["state"] = "in" if every else "partly" if some else "overdue"
        each["days"] = (day - each["due_on"]).days
        each["since"] = _releases(connection, each["source_code"], each["due_on"], day)
        each["due_on"], each["next_on"] = each["due_on"].isoformat(), each["next_on"].isoformat()
    return {"day": day.isoformat(), "publications": publications}


def _releases(
    connection: duckdb.DuckDBPyConnection, source: str, since: date, day: date
) -> list[dict[str, str]]:
    rows = connection.execute(RELEASES, {"source": source, "since": since, "day": day}).fetchall()
    return [
        {"release_code": code, "title": title, "published_on": published_on.isoformat()}
        for code, _, title, published_on in rows
    ]
