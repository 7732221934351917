-- each_year: every year from the first to the last, both included; none if the last comes first.
with
    spans as (
        select * from (values ('three', 2019, 2021), ('one', 2020, 2020), ('none', 2021, 2020)) as t(label, a, b)
    ),
    years as (select label, {{ each_year("a", "b") }} as year from spans),
    found as (select label, count(*) as years, min(year) as first, max(year) as last from years group by label),
    expected as (
        select * from (values ('three', 3, 2019, 2021), ('one', 1, 2020, 2020)) as t(label, years, first, last)
    )
    (
        from found
        except
        from expected
    )
union all
(
    from expected
    except
    from found
)
