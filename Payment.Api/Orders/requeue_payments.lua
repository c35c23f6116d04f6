#!lua flags=allow-oom
-- Queues pending orders that are missing from the payment queue.
-- Allowed when memory is short: it finishes what was accepted, and create_order, which is not, bounds how much that is.
-- KEYS[1]  orders:{b}
-- KEYS[2]  payments:{b}
-- ARGV[1]  order:{b}, to which :<orderId> is added; the order's key has the same hash tag
-- ARGV[2]  how many of the newest orders to pass over
-- ARGV[3]  how many orders to look at
-- Returns  {orders looked at, orders queued}
local index, payments = KEYS[1], KEYS[2]
local order, from, count = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local seconds, micros = unpack(redis.call('TIME'))
local now = seconds * 1000 + math.floor(micros / 1000)
local ids = redis.call('ZRANGE', index, from, from + count - 1, 'REV')
local queued = 0
for _, id in ipairs(ids) do
  -- An order of the wrong type is an error value here, and so not pending: it holds up no other.
  if redis.pcall('HGET', order .. ':' .. id, 'status') == 'pending' then
    queued = queued + redis.call('ZADD', payments, 'NX', now, id)
  end
end
return {#ids, queued}
