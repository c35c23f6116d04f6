#!lua flags=no-writes
-- Tells how the server of a key treats what it is given. What a managed one does not tell is empty.
-- KEYS[1]  any key of that server, which it does not touch; none where there is but one server
-- Returns  {which run of the server it is, maxmemory policy, whether the append-only file is on: '0' or '1', number of
--          replicas, replicas that are near enough for a write: '' when it needs none, whether it is of a cluster: 0 or 1}
local info = redis.call('INFO', 'server', 'memory', 'persistence', 'replication', 'cluster')

return {
  string.match(info, 'run_id:(%w+)') or '',
  string.match(info, 'maxmemory_policy:(%S+)') or '',
  string.match(info, 'aof_enabled:(%d)') or '',
  string.match(info, 'connected_slaves:(%d+)') or '0',
  string.match(info, 'min_slaves_good_slaves:(%d+)') or '',
  string.match(info, 'cluster_enabled:(%d)') or '0',
}
