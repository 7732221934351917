"""`nianjian new-system`: checks a study, says which figures it has, and writes it into the seeds, or takes one out."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from nianjian.language import tr
from nianjian.pipeline.build import only_user
from nianjian.pipeline.paths import Paths
from nianjian.study import rows, seeds, study_text
from nianjian.study.catalogue import MADE, Catalogue, Rows
from nianjian.study.coverage import coverage
from nianjian.study.model import Study
from nianjian.study.questions import Asker, as_yaml
from nianjian.study.reading import of_file
from nianjian.study.resolve import understood

Say = Callable[[str], None]


def from_file(paths: Paths, file: Path, is_check: bool, say: Say = print) -> None:
    """Write the study of a file, or only check it. Errors: StudyError, and then nothing was written."""
    raw = of_file(file)
    _take(paths, raw, str(file), is_check, say)


def from_answers(
    paths: Paths, save: Path | None, is_check: bool, ask: Callable[[str], str], say: Say = print
) -> None:
    """Ask for a study, show it as YAML, keep that in `save`, and write the study if that is confirmed.

    Errors: FileExistsError, before anything is asked; StudyError, and then nothing was written into the seeds.
    """
    if save and save.exists():
        raise FileExistsError(f"{save} is there already: --save keeps a new file")
    raw = Asker(Catalogue(paths.reference), ask, say).study()
    text = as_yaml(raw)
    say(f"\n{text}")
    if save:
        save.write_text(text, encoding="utf-8")
        say(tr("Kept in {file}.", file=save) + "\n")
    is_wanted = is_check or ask(tr("Write it into the seeds? (y/n): ")).strip().lower() in ("y", "yes", "是")
    if is_wanted:
        _take(paths, raw, str(save or tr("answers")), is_check, say)
    else:
        say(tr("Nothing was written."))


def take_out(paths: Paths, system: str, say: Say = print) -> None:
    """Remove a system from the seeds. Errors: ValueError, if it ships or is not there."""
    with _alone(paths):
        changes = seeds.remove(paths.reference, system)
    say(study_text.changes_text(tr("removed from"), changes, paths.project))
    say("\n" + tr("Next: `make refresh`, or `make build`, publishes without {system}.", system=system))


def is_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()


def _alone(paths: Paths) -> AbstractContextManager[None]:
    paths.lock.mkdir(exist_ok=True)
    return only_user(paths.lock)


def _take(paths: Paths, raw: dict, name: str, is_check: bool, say: Say) -> None:
    # A build reads the seeds: it must not see some of the rows.
    with nullcontext() if is_check else _alone(paths):
        seeded = Catalogue(paths.reference)
        study, problems = understood(raw, seeded, name, all_years=lambda study: _all_years(study, paths))
        catalogue = seeded.with_made(study.code, dict(study.made))
        if problems.lines and is_check and study.regions.scheme and study.years and study.indicators:
            # Of the rest it is said all the same what there is.
            say(study_text.coverage_text(coverage(study, catalogue, paths)) + "\n")
        problems.stop_if_any()
        found = coverage(study, catalogue, paths)
        texts = [
            study_text.head(study, catalogue),
            study_text.coverage_text(found),
            study_text.notes(study, catalogue),
        ]
        say("\n\n".join(text for text in texts if text))
        before, after = rows.written_before(study.code, seeded), rows.with_kept(study, seeded)
        if before and (text := study_text.differences_text(study.code, before, after)):
            say(f"\n{text}")
        if is_check:
            say("\n" + tr("Only checked: nothing was written."))
            return
        old = seeded.keys_of(study.code)
        left = {column: old[column] - _keys(after, column) for column in ("indicator_code", "scheme_code")}
        seeds.refuse_if_used(seeded.used_by_others(study.code, left))
        changes = seeds.write(paths.reference, after, rows.written(study), catalogue.gone)
    if changes:
        say(f"\n{study_text.changes_text(tr('written to'), changes, paths.project)}")
    say(f"\n{study_text.next_text(study)}")


def _all_years(study: Study, paths: Paths) -> tuple[int, ...]:
    from nianjian.study.trial import years_of
    from nianjian.study.workbench import Workbench

    return years_of(study, Workbench(paths)) if paths.published.exists() else ()


def _keys(found: Rows, column: str) -> set[str]:
    """The codes of what a study makes."""
    return {str(row[column]) for seed, key in MADE.items() if key == column for row in found.get(seed, [])}
