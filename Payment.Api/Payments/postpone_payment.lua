#!lua
-- Counts a failed attempt and makes the payment due later. A payment that left the queue stays out of it.
-- KEYS[1]  order:{b}:<orderId>
-- KEYS[2]  payments:{b}
-- ARGV[1]  order id
-- ARGV[2]  now, ms
-- ARGV[3]  first wait, ms; doubles with each attempt
-- ARGV[4]  longest wait, ms
-- Returns  attempts so far, 0 when the payment left the queue
local order, payments = KEYS[1], KEYS[2]
local id, now, first, longest = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])

if not redis.call('ZSCORE', payments, id) then
  return 0
end

local attempts = redis.call('HINCRBY', order, 'attempts', 1)
local wait = math.min(first * 2 ^ math.min(attempts - 1, 20), longest)
redis.call('ZADD', payments, string.format('%.0f', now + wait), id)
return attempts
