"""Builds as of an earlier day: only releases known then, published apart; a failed check publishes nothing."""


def test_as_of_a_day_only_releases_known_then_are_used(built):
    done = built.run("nianjian", "build", "--as-of", "2021-01-01")
    assert done.returncode == 0, done.stdout + done.stderr
    database = built.folder / "warehouse" / "as_of" / "2021-01-01" / "nianjian.duckdb"
    assert built.query("select distinct release_code from marts.fct_observation order by 1", database) == [
        ("published_003",),
        ("sample_2020_10",),
    ]
    assert built.query(
        "select distinct system_code, is_synthetic, release_horizon::varchar from marts.fct_score order by 1",
        database,
    ) == [("innovation_capability", False, "2021-01-01"), ("new_urbanization", True, "2021-01-01")]
    assert built.query(
        "select distinct audit_code, split_part(subject, '|', 1) from quality.fct_audit_finding order by all",
        database,
    ) == [("incomplete_rows", "new_urbanization"), ("systems_without_data", "ai_proxies")]
    # Whatever names a release names one that was known, but for what is about files and releases themselves.
    columns = """
        select table_schema, table_name, column_name from information_schema.columns
        where column_name like '%release_code' and table_schema not in ('reference', 'published', 'staging', 'normalized')
    """
    known = "select release_code from normalized.norm_releases where is_known"
    naming = {
        table
        for schema, table, column in built.query(columns, database)
        if built.query(f"select count(*) from {schema}.{table} where {column} not in ({known})", database)
        != [(0,)]
    }
    assert naming == {"dim_release", "fct_firm_file", "fct_landed_file", "ind_system_releases"}
    # Tables of systems that come later are there, empty, with the columns of their contract.
    assert built.query("select count(*) from marts.fct_coupling", database) == [(0,)]


def test_a_failed_check_publishes_nothing_and_names_it(built, tmp_path):
    project = built.copy_to(tmp_path / "project")
    before = project.published.read_bytes()
    # In the model that runs the checks: a change of the library would compute every Python model again.
    model = project.folder / "models" / "quality" / "gx_results.py"
    text = model.read_text(encoding="utf-8")
    assert "checks.suites()" in text
    beyond = "{'fct_observation': [checks.suites()['fct_observation'][0] | {'with': {'min_value': 1000000}}]}"
    model.write_text(text.replace("checks.suites()", beyond), encoding="utf-8")
    done = project.run("nianjian", "refresh")
    assert done.returncode == 1
    assert "There are observations" in done.stderr
    assert project.published.read_bytes() == before
