#!/usr/bin/env bash
# Writes the lock files anew from the .in files: hashes, no addresses. Needs uv. Run after changing a version.
set -euo pipefail
cd "$(dirname "$0")"
lock() {
    uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-strip-extras --no-emit-index-url \
        --custom-compile-command "make lock" "$@" >/dev/null
}
lock test.in --output-file test.lock
lock runtime.in --constraint test.lock --output-file runtime.lock
lock docs.in --constraint test.lock --output-file docs.lock
lock figures.in --constraint test.lock --output-file figures.lock
lock spark.in --output-file spark.lock
lock fetch.in --output-file fetch.lock
