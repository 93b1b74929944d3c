#!/bin/sh
# reentrancy-tidy, which is $REAL_TIDY; each start adds a line to $STARTS.
echo started >> "$STARTS"
exec "$REAL_TIDY" "$@"
