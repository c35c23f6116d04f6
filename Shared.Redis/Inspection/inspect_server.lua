#!lua flags=no-writes
-- Tells how the server treats what it is given.
-- Returns  {maxmemory policy, whether the append-only file is on: '0' or '1'}
local memory, persistence = redis.call('INFO', 'memory'), redis.call('INFO', 'persistence')

return {
  string.match(memory, 'maxmemory_policy:(%S+)'),
  string.match(persistence, 'aof_enabled:(%d)'),
}
