#!lua flags=allow-oom
-- Declines a pending order. Its payment leaves the queue, unless it may have been charged: then it stays until the
-- money is known to be back.
-- Allowed when memory is short: it finishes what was accepted, and create_order, which is not, bounds how much that is.
-- KEYS[1]  order:{b}:<orderId>
-- KEYS[2]  payments:{b}
-- ARGV[1]  order id
-- ARGV[2]  reason
-- ARGV[3]  1 when it may have been charged, else 0
-- ARGV[4]  prefix of the channel to tell of it
-- Returns  the status before, nil when there is no such order
local order, payments = KEYS[1], KEYS[2]
local id, reason, may_be_charged, channel = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local seconds, micros = unpack(redis.call('TIME'))
local now = seconds * 1000 + math.floor(micros / 1000)
redis.call('ZCARD', payments) -- fails on a wrong type while nothing is written yet
local status = redis.call('HGET', order, 'status')
if status == 'pending' then
  redis.call('HSET', order, 'status', 'declined', 'reason', reason, 'attempts', 0)
  if may_be_charged == '1' then
    redis.call('ZADD', payments, now, id)
  else
    redis.call('ZREM', payments, id)
  end
  redis.pcall('PUBLISH', channel .. id, 'declined') -- only news: a refusal must not fail what is decided
end
return status
