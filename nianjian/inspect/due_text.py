"""What is due, as text for a terminal: what is overdue, what came in since, what comes next."""

from typing import Any

from tabulate import tabulate

from nianjian.language import heads, language, tr

NEXT_SHOWN = 3


def as_text(found: dict[str, Any]) -> str:
    """The publications that lack figures, the longest overdue first; releases since; the next days."""
    name = f"name_{language()}"
    publications = found["publications"]
    lacking = [each for each in publications if each["state"] != "in"]
    lines = [tr("As of {day}: {count} of {all} publications of the release calendar are overdue.",
                day=found["day"], count=len(lacking), all=len(publications))]  # fmt: skip
    if lacking:
        rows = [
            [
                each[name],
                each["source_code"],
                each["due_on"],
                each["days"],
                each["reference_year"],
                each["last_year"] or tr("none"),
                f"{each['indicators_in']}/{each['indicators']}",
                ", ".join(each["systems"]),
            ]
            for each in lacking
        ]
        head = heads(
            "publication", "source", "due", "days", "figures of", "last landed", "indicators in", "studies"
        )
        lines += ["", tabulate(rows, head)]
    since = {
        release["release_code"]: [release["published_on"], release["release_code"], release["title"]]
        for each in publications
        for release in each["since"]
    }
    if since:
        head = heads("published", "release", "title")
        lines += ["", tr("Came in since:"), tabulate(sorted(since.values()), head)]
    coming = sorted(publications, key=lambda each: (each["next_on"], each["publication_code"]))[:NEXT_SHOWN]
    lines += ["", tr("Next:"), tabulate([[each["next_on"], each[name]] for each in coming], tablefmt="plain")]
    return "\n".join(lines)
