# Sourced by bin/run, bin/test and bin/manage, which set `root`. Leaves a filled .venv and sets `python`.

# The first interpreter that runs and is new enough; packages have wheels for 3.11 to 3.13.
find_python() {
    for name in ${PYTHON:-} "$root/.venv/bin/python" python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            printf '%s\n' "$name"
            return 0
        fi
    done
    echo "Missing: Python 3.11, 3.12 or 3.13 on PATH (or name one: PYTHON=/path/to/python3 $0)." >&2
    return 1
}

base=$(find_python) || exit 1
"$base" "$root/bin/bootstrap" ${bootstrap_options:-} || exit 1
python=$root/.venv/bin/python
PYTHONPATH=$root
export PYTHONPATH
