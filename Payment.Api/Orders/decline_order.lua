#!lua
-- Declines a pending order. Its payment leaves the queue, unless it may have been charged: then it stays until the
-- money is known to be back.
-- KEYS[1]  order:{b}:<orderId>
-- KEYS[2]  payments:{b}
-- ARGV[1]  order id
-- ARGV[2]  reason
-- ARGV[3]  when its money has to go back, ms; empty when it was not charged
-- Returns  the status before, nil when there is no such order
local order, payments = KEYS[1], KEYS[2]
local id, reason, due = ARGV[1], ARGV[2], ARGV[3]

redis.call('ZCARD', payments) -- fails on a wrong type while nothing is written yet
local status = redis.call('HGET', order, 'status')
if status == 'pending' then
  redis.call('HSET', order, 'status', 'declined', 'reason', reason, 'attempts', 0)
  if due == '' then
    redis.call('ZREM', payments, id)
  else
    redis.call('ZADD', payments, due, id)
  end
  redis.pcall('PUBLISH', 'order-status', id) -- only news: a refusal must not fail what is decided
end
return status
