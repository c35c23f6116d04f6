#!lua flags=allow-oom
-- Marks an order as refunded, once, and queues its payment to be given back. One that is still pending is never
-- completed after this. One that is confirmed is left alone.
-- Allowed when memory is short: it finishes what was accepted, and create_order, which is not, bounds how much that is.
-- KEYS[1]  order:{b}:<orderId>
-- KEYS[2]  payments:{b}
-- ARGV[1]  order id
-- ARGV[2]  reason
-- ARGV[3]  refunded at, ms
-- ARGV[4]  prefix of the channel to tell of it
-- Returns  the status before, or confirmed; nil when there is no such order
local order, payments = KEYS[1], KEYS[2]
local id, reason, refunded_at, channel = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local seconds, micros = unpack(redis.call('TIME'))
local now = seconds * 1000 + math.floor(micros / 1000)
local status, confirmed_at = unpack(redis.call('HMGET', order, 'status', 'confirmed_at'))
if confirmed_at then
  return 'confirmed'
end
if status == 'completed' or status == 'pending' then
  redis.call('ZADD', payments, now, id)
  redis.call('HSET', order, 'status', 'refunded', 'reason', reason, 'refunded_at', refunded_at, 'attempts', 0)
  redis.pcall('PUBLISH', channel .. id, 'refunded') -- only news: a refusal must not fail what is decided
end
return status
