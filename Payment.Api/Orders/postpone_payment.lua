#!lua flags=allow-oom
-- Counts a failed attempt and makes the payment due later. A payment that left the queue stays out of it.
-- Allowed when memory is short: it finishes what was accepted, and create_order, which is not, bounds how much that is.
-- KEYS[1]  order:{b}:<orderId>
-- KEYS[2]  payments:{b}
-- ARGV[1]  order id
-- ARGV[2]  first wait, ms; doubles with each attempt
-- ARGV[3]  longest wait, ms
-- Returns  attempts so far, 0 when the payment left the queue
local order, payments = KEYS[1], KEYS[2]
local id, first, longest = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

if not redis.call('ZSCORE', payments, id) then
  return 0
end

local seconds, micros = unpack(redis.call('TIME'))
local now = seconds * 1000 + math.floor(micros / 1000)
local attempts = redis.call('HINCRBY', order, 'attempts', 1)
local wait = math.min(first * 2 ^ math.min(attempts - 1, 20), longest)
redis.call('ZADD', payments, now + wait, id)
return attempts
