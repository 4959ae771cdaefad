"""Fuzz targets driven by coverage: atheris looks for bytes that reach new code, from the seeds on.

usage: python benchmarks/fuzz.py [--seconds S] [TARGET...]

The targets are those of `tests/fuzz/targets.py`, all but the slow ones where none is named, each for so many
seconds in a process of its own. What was found to reach new code is kept in `build/fuzz/TARGET` and begun from
the next time; bytes that broke something lie beside it as `crash-…`, `timeout-…` or `oom-…`:

    python -c "import sys; sys.path[:0] = ['tests', 'tests/fuzz']; from pathlib import Path; from targets import TARGETS
    TARGETS['pdf'].run(Path('build/fuzz/pdf/crash-…').read_bytes())"

Exit code 1 where anything broke. Needs atheris (`pip install -e '.[fuzz]'`; Linux, Python 3.11 to 3.13).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "fuzz")]

PLACE = ROOT / "build" / "fuzz"
LIMITS = ("-timeout=30", "-rss_limit_mb=3072", "-max_len=65536", "-print_final_stats=1", "-verbosity=0")


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("targets", nargs="*", metavar="TARGET")
    arguments.add_argument("--seconds", type=int, default=60)
    arguments.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.alone:
        alone(options.targets[0], options.seconds)
    from targets import TARGETS

    names = options.targets or [name for name, target in TARGETS.items() if not target.slow]
    broken = []
    for name in names:
        command = [sys.executable, __file__, "--alone", "--seconds", str(options.seconds), name]
        ran = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        tries = ran.stdout.rpartition("number_of_executed_units:")[2].split("\n")[0].strip() or "?"
        print(f"{name:16} {tries:>8} tries{'' if ran.returncode == 0 else ', BROKEN'}", flush=True)
        if ran.returncode:
            print(ran.stdout[-3000:], flush=True)
            broken.append(name)
    sys.exit(1 if broken else 0)


def alone(name: str, seconds: int) -> None:
    """One target in this process, which ends with it."""
    import atheris

    with atheris.instrument_imports(include=["extractor"]):
        from targets import TARGETS
    kept = PLACE / name / "kept"
    kept.mkdir(parents=True, exist_ok=True)
    for i, seed in enumerate(TARGETS[name].seeds()):
        (kept / f"seed-{i}").write_bytes(seed)
    found = f"-artifact_prefix={PLACE / name}/"
    atheris.Setup([name, f"-max_total_time={seconds}", found, *LIMITS, str(kept)], TARGETS[name].run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
