#!lua flags=allow-oom
-- Ends a round of a group for whoever asks first: of all instances that find the same rows not returned, one publishes
-- them again. Allowed without memory: it adds some bytes once, and lets rows leave the store.
-- KEYS[1]  outbox-rounds:{b}:<stream>
-- ARGV[1]  group
-- ARGV[2]  number of the round that the caller has seen
-- Returns  1, or 0 when another instance has ended it
local rounds = KEYS[1]
local group, seen = ARGV[1], ARGV[2]

if (redis.call('HGET', rounds, group) or '0') ~= seen then
  return 0
end
redis.call('HINCRBY', rounds, group, 1)
return 1
