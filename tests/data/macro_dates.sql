-- The macros as_of_date and build_date give dates; data as of a later day than the build cannot be known.
select {{ as_of_date() }} as as_of, {{ build_date() }} as built
where coalesce(as_of > built or extract(year from built) < 2026, true)
