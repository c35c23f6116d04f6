#!lua flags=allow-oom
-- Completes a pending order, takes it from the payment queue and queues the event for Inventory. One that was decided
-- otherwise while its charge was under way stays in the queue, because its money has to go back.
-- Allowed when memory is short: it finishes what was accepted, and create_order, which is not, bounds how much that is.
-- KEYS[1]  order:{b}:<orderId>
-- KEYS[2]  payments:{b}
-- KEYS[3]  outbox:{b}:<stream>
-- ARGV[1]  order id
-- ARGV[2]  completed at, ms
-- ARGV[3]  prefix of the channel to tell of it
-- ARGV[4…] fields of the order_completed entry
-- Returns  the status before, nil when there is no such order
local order, payments, outbox = KEYS[1], KEYS[2], KEYS[3]
local id, completed_at, channel = ARGV[1], ARGV[2], ARGV[3]

redis.call('ZCARD', payments) -- fails on a wrong type while nothing is written yet
local status = redis.call('HGET', order, 'status')
if status == 'pending' then
  redis.call('XADD', outbox, '*', unpack(ARGV, 4))
  redis.call('HSET', order, 'status', 'completed', 'completed_at', completed_at)
  redis.pcall('PUBLISH', channel .. id, 'completed') -- only news: a refusal must not fail what is decided
end
if status == 'pending' or status == 'completed' then
  redis.call('ZREM', payments, id)
end
return status
