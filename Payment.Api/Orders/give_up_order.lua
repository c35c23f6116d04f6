#!lua
-- Declines a pending order that may have been charged. Its payment stays in the queue until the money went back.
-- KEYS[1]  order:{b}:<orderId>
-- KEYS[2]  payments:{b}
-- ARGV[1]  order id
-- ARGV[2]  reason
-- ARGV[3]  now, ms
-- Returns  the status before, nil when there is no such order
local order, payments = KEYS[1], KEYS[2]
local id, reason, now = ARGV[1], ARGV[2], ARGV[3]

local status = redis.call('HGET', order, 'status')
if status == 'pending' then
  redis.call('ZADD', payments, now, id)
  redis.call('HSET', order, 'status', 'declined', 'reason', reason)
  redis.pcall('PUBLISH', 'order-status', id) -- only news: a refusal must not fail what is decided
end
return status
