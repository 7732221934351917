"""Which region and year the name of a report gives."""

import pytest

from nianjian.intake.release import Settings
from nianjian.intake.reports.names import region_and_year
from nianjian.intake.sheets import Refused


@pytest.mark.parametrize(
    ("path", "region"),
    [
        ("湖北省-2020.txt", "湖北省"),
        ("湖北_2020.TXT", "湖北"),
        ("湖北省/2020.txt", "湖北省"),
        ("省级/湖北省/2020.txt", "湖北省"),
        ("新疆-兵团-2020.txt", "新疆-兵团"),
        ("湖北省－２０２０.txt", "湖北省"),
        ("420000-2020.txt", "420000"),
    ],
)
def test_region_and_year(path, region):
    assert region_and_year(tuple(path.split("/")), Settings()) == (region, 2020)


@pytest.mark.parametrize(
    "path", ["湖北省.txt", "2020.txt", "湖北省2020.txt", "-2020.txt", "湖北省-20.txt", "湖北省-2020-1.txt"]
)
def test_a_name_that_gives_none(path):
    with pytest.raises(Refused, match="gives no region and year"):
        region_and_year(tuple(path.split("/")), Settings())


def test_another_kind_of_file():
    with pytest.raises(Refused, match="no text file"):
        region_and_year(("湖北省-2020.pdf",), Settings())


def test_what_release_yml_says_goes_first():
    assert region_and_year(("政府工作报告.txt",), Settings(region="湖北", year="2020")) == ("湖北", 2020)
    assert region_and_year(("鄂-2020.txt",), Settings(region="湖北")) == ("湖北", 2020)
