#!lua flags=allow-oom
-- Queues those of some orders that are pending but missing from the payment queue.
-- Allowed when memory is short: it finishes what was accepted, and create_order, which is not, bounds how much that is.
-- KEYS[1]  payments:{b}
-- KEYS[2…] order:{b}:<orderId> of each order
-- ARGV     the order ids
-- Returns  how many were queued
local payments = KEYS[1]

local seconds, micros = unpack(redis.call('TIME'))
local now = seconds * 1000 + math.floor(micros / 1000)
local queued = 0
for i, id in ipairs(ARGV) do
  -- An order of the wrong type is an error value here, and so not pending: it holds up no other.
  if redis.pcall('HGET', KEYS[i + 1], 'status') == 'pending' then
    queued = queued + redis.call('ZADD', payments, 'NX', now, id)
  end
end
return queued
