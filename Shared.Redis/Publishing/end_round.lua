#!lua flags=allow-oom
-- Ends a round for whoever asks first: of all instances that find the same rows without receipts, one publishes them
-- again. Allowed without memory: it adds some bytes once, and lets rows leave the store.
-- KEYS[1]  outbox-round:{b}:<stream>
-- ARGV[1]  number of the round that the caller has seen
-- Returns  1, or 0 when another instance has ended it
local round = KEYS[1]
local seen = ARGV[1]

if (redis.call('GET', round) or '0') ~= seen then
  return 0
end
redis.call('INCR', round)
return 1
