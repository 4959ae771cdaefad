"""Contradictions inside a report: each check says what of a document's facts cannot both be right."""

from extractor.audit.checks import CHECKS, audit
from extractor.audit.finding import Finding

__all__ = ["CHECKS", "Finding", "audit"]
