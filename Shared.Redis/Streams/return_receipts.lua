#!lua flags=allow-oom
-- Returns tokens to the producer and says so on a channel of the same name; of very many that it does not take, the
-- oldest are dropped. Allowed without memory: a token is small, and lets a row leave the producer's store.
-- KEYS[1]  {<stream>}:receipts:<group>
-- ARGV[1]  most tokens to keep
-- ARGV[2…] tokens
-- Returns  number of tokens that waited before the oldest were dropped
local receipts = KEYS[1]
local most = tonumber(ARGV[1])

local waiting = redis.call('RPUSH', receipts, unpack(ARGV, 2))
if waiting > most then
  redis.call('LTRIM', receipts, -most, -1)
end
redis.pcall('PUBLISH', receipts, '') -- only news: a refusal must not fail what is returned
return waiting
