#!/bin/sh
# A nightly check in CI: the exit code is the result, the report is kept.
# Set ASSISTANT_SEMGREP_TOKEN and ASSISTANT_GITLAB_TOKEN as masked variables.
set -u
assistant check-scopes --scm gitlab --namespace acme --format json > assistant.json
code=$?
case $code in
  0) echo "everything required holds" ;;
  3) echo "something required is missing, see assistant.json" ;;
  4) echo "a token can't be used, see assistant.json" ;;
  5) echo "something could not be told, see assistant.json" ;;
  *) echo "the check did not come to a result" ;;
esac
exit $code
