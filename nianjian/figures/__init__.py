"""Figures of the marts, as a researcher prints them: matplotlib, SVG and PNG, with Chinese or English labels."""
