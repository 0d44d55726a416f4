#!/bin/sh
# Make the documents' font anew: blacklist/documents/fonts/remake.sh NotoSerifCJK-Regular.ttc
# Needs pyftsubset of fonttools 4.68. The source is that of Debian's fonts-noto-cjk; README.md beside this names its hash.
set -eu
cd "$(dirname -- "$0")"
listed=$(sed '/^#/d' unicodes.txt | tr '\n' ',')
pyftsubset "$1" --font-number=2 --unicodes="$listed" --no-hinting --layout-features= --name-IDs='*' \
    --output-file=NotoSerifCJKsc-Regular.otf
sha256sum "$1" NotoSerifCJKsc-Regular.otf
