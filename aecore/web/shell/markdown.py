"""Tables in Markdown: `st.table` would load pandas, 70 MB that nothing else needs."""

from collections.abc import Iterable

_SIDES = {"l": "---", "r": "---:"}


def table(titles: Iterable[str], rows: Iterable[Iterable[str]], sides: str = "") -> str:
    """A table.

    Args:
        titles: Of the columns.
        rows: The cells of each row.
        sides: For each column `l` or `r`, where its cells stand; all left if nothing is said.
    """
    titles = list(titles)
    rule = map(_SIDES.__getitem__, sides or "l" * len(titles))
    return "\n".join(f"| {' | '.join(line)} |" for line in (titles, rule, *rows))
