#!lua
-- Declines a pending order and takes it from the payment queue.
-- KEYS[1]  order:{b}:<orderId>
-- KEYS[2]  payments:{b}
-- ARGV[1]  order id
-- ARGV[2]  reason
-- Returns  the status before, nil when there is no such order
local order, payments = KEYS[1], KEYS[2]
local id, reason = ARGV[1], ARGV[2]

local status = redis.call('HGET', order, 'status')
redis.call('ZREM', payments, id)
if status == 'pending' then
  redis.call('HSET', order, 'status', 'declined', 'reason', reason)
  redis.pcall('PUBLISH', 'order-status', id) -- only news: a refusal must not fail what is decided
end
return status
