-- The macros as_of_date and build_date give dates; data as of a later day than the build cannot be known.
select {{ as_of_date() }} as as_of, {{ build_date() }} as built
where typeof(as_of) != 'DATE' or typeof(built) != 'DATE' or as_of > built
