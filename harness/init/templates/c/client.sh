#!/bin/sh
# Compiles client.c if it is newer than the program, and runs the program. jobrig asks for the version before the first case, so
# the cases do not compile it at the same time.
cd "$(dirname "$0")" || exit
if [ "$1" = --version ] && ! [ client -nt client.c ]; then
  "${CC:-cc}" -O2 -Wall -o client client.c -lcurl || exit
fi
exec ./client "$@"
