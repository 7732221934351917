import pytest

from nianjian.pipeline.paths import of_project


@pytest.fixture
def project(tmp_path):
    (tmp_path / "dbt_project.yml").touch()
    return tmp_path


def test_the_project_is_found_from_a_folder_inside_it(project):
    inside = project / "models" / "marts"
    inside.mkdir(parents=True)
    assert of_project(inside) == of_project(project)
    assert of_project(inside).project == project


def test_without_a_folder_the_search_starts_where_one_is(project, monkeypatch):
    monkeypatch.chdir(project)
    assert of_project().project == project


def test_the_work_file_has_the_name_of_the_published_one_in_another_folder(project):
    paths = of_project(project)
    assert paths.work.name == paths.published.name
    assert paths.work.parent != paths.published.parent
    # One rename cannot cross file systems.
    assert paths.work.is_relative_to(paths.published.parent)


def test_everything_a_build_writes_lies_in_the_warehouse(project):
    paths = of_project(project)
    for place in (paths.work, paths.published, paths.quality_page, paths.docs_page):
        assert place.is_relative_to(project / "warehouse")


def test_a_build_as_of_an_earlier_day_shares_no_file_with_today(project):
    today, earlier, other = (of_project(project, day) for day in ("", "2024-12-31", "2023-12-31"))
    for name in ("work", "published", "quality_page", "docs_page"):
        assert len({getattr(paths, name) for paths in (today, earlier, other)}) == 3
    assert earlier.published == project / "warehouse" / "as_of" / "2024-12-31" / "nianjian.duckdb"


def test_outside_a_project_there_are_no_paths(tmp_path):
    with pytest.raises(FileNotFoundError, match="no dbt_project.yml in .* or above it"):
        of_project(tmp_path)
