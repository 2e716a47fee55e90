#!/bin/sh
# usage: client.sh ENDPOINT THING JOB: prints the execution of a job, or what went wrong.
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT
for pause in 1 2 0; do
  status=$(curl --silent --max-time 2 --output "$answer" --write-out '%{http_code}' "$1/things/$2/jobs/$3")
  case $status in
    200)
      cat "$answer"
      exit 0
      ;;
    400 | 404 | 410)
      echo "refused: $(cat "$answer")" >&2
      exit 1
      ;;
  esac
  sleep "$pause"
done
echo "no answer, the last status was $status" >&2
exit 1
