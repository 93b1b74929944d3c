# Runs a command and says how it ended, for what `not` is too coarse.
"$@" 2>&1
echo "exit code $?"
