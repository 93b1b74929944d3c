"""usage: spoil.py CACHE: cuts each entry of a cache in half."""
import os
import sys

entries = [os.path.join(sys.argv[1], name) for name in os.listdir(sys.argv[1]) if name.startswith("llvmcache-")]
assert entries
for entry in entries:
    os.truncate(entry, os.path.getsize(entry) // 2)
