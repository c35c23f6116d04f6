#!lua flags=allow-oom
-- Completes pending orders, takes them from the payment queue and queues their events for Inventory. One that was
-- decided otherwise while its charge was under way stays in the queue, because its money has to go back.
-- Allowed when memory is short: it finishes what was accepted, and create_order, which is not, bounds how much that is.
-- KEYS[1]  payments:{b}
-- KEYS[2]  outbox:{b}:<stream>
-- KEYS[3…] order:{b}:<orderId> of each order
-- ARGV[1]  prefix of the channel to tell of it
-- ARGV[2…] of each order: its id; completed at, ms; number of values of its order_completed entry, and they
-- Returns  of each order the status before, nil when there is no such order
local payments, outbox = KEYS[1], KEYS[2]
local channel = ARGV[1]

redis.call('ZCARD', payments) -- fails on a wrong type while nothing is written yet
local before, at = {}, 2
for i = 3, #KEYS do
  local order, id, completed_at, values = KEYS[i], unpack(ARGV, at, at + 2)
  local event = at + 3
  at = event + values
  local status = redis.call('HGET', order, 'status')
  if status == 'pending' then
    redis.call('XADD', outbox, '*', unpack(ARGV, event, at - 1))
    redis.call('HSET', order, 'status', 'completed', 'completed_at', completed_at)
    redis.pcall('PUBLISH', channel .. id, 'completed') -- only news: a refusal must not fail what is decided
  end
  if status == 'pending' or status == 'completed' then
    redis.call('ZREM', payments, id)
  end
  before[i - 2] = status
end
return before
