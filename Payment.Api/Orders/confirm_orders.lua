#!lua flags=allow-oom
-- Confirms completed orders whose stock was taken: they never change again.
-- Allowed when memory is short: it finishes what was accepted, and create_order, which is not, bounds how much that is.
-- KEYS     order:{b}:<orderId> of each order
-- ARGV[1]  confirmed at, ms
-- ARGV[2]  prefix of the channel to tell of it
-- ARGV[3…] the order ids
-- Returns  when each was created, ms; empty for those that were not confirmed now
local confirmed_at, channel = ARGV[1], ARGV[2]

local created = {}
for i, order in ipairs(KEYS) do
  -- An order of the wrong type is an error value here, and so not completed: it holds up no other.
  local known = redis.pcall('HMGET', order, 'status', 'confirmed_at', 'created_at')
  created[i] = ''
  if known[1] == 'completed' and not known[2] then
    redis.call('HSET', order, 'confirmed_at', confirmed_at)
    redis.pcall('PUBLISH', channel .. ARGV[i + 2], 'confirmed') -- only news: a refusal must not fail what is decided
    created[i] = known[3]
  end
end
return created
