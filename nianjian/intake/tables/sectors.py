"""Sectors beside the gross product that they are parts of, under one unit."""

import re

_PRODUCT = re.compile(r"(?:地区|国内|全[市省县区])?生产总值|GDP", re.IGNORECASE)
SECTORS = frozenset({"第一产业", "第二产业", "第三产业", "工业", "建筑业"})


class Sectors:
    """Told every name of a header, or of a column of names, in turn. A sector is a part of the gross product before it
    if nothing but sectors stands between, and no unit of its own tells otherwise: `第一产业` alone may be employment."""

    def __init__(self, unit_of_table: str):
        self.unit_of_table = unit_of_table
        self.product = ""
        self.unit = ""

    def whole(self, name: str, unit: str) -> str:
        """The product that `name`, in `unit`, is a part of, or ''."""
        if _PRODUCT.fullmatch(name):
            self.product, self.unit = name, unit or self.unit_of_table
            return ""
        if name not in SECTORS or (unit or self.unit_of_table or self.unit) != self.unit:
            self.product = ""
        return self.product
