"""One module a fact kind. Each has `find(passage) -> Iterator[Candidate]` and its rules in `<kind>.toml`."""
