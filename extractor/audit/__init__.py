"""Contradictions inside a report: each check looks at a document and its facts and says what cannot both be right."""

from extractor.audit.checks import CHECKS, audit
from extractor.audit.finding import Finding

__all__ = ["CHECKS", "Finding", "audit"]
