#!lua
-- Adds an order, lists it and queues its payment, due by the store's clock: now, or when the lease of the process ends
-- that settles it itself. Refused when memory is short, so that what is left of it can finish the orders there are.
-- KEYS[1]  order:{b}:<orderId>
-- KEYS[2]  orders:{b}
-- KEYS[3]  payments:{b}
-- KEYS[4]  orders:{b}:<owner>; none without an owner
-- ARGV[1]  order id
-- ARGV[2]  created at, ms
-- ARGV[3]  lease, ms; 0 when it is anybody's
-- ARGV[4…] fields of the order
-- Returns  1, or 0 when the id is taken
local order, index, payments, owned = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local id, created_at, lease = ARGV[1], ARGV[2], ARGV[3]

if redis.call('EXISTS', order) == 1 then
  return 0
end

local seconds, micros = unpack(redis.call('TIME'))
local now = seconds * 1000 + math.floor(micros / 1000)
redis.call('ZCARD', payments) -- fails on a wrong type while nothing is written yet
redis.call('XADD', index, '*', 'id', id)
if owned then
  redis.call('XADD', owned, '*', 'id', id)
end
redis.call('ZADD', payments, now + lease, id)
redis.call('HSET', order, 'status', 'pending', 'created_at', created_at, unpack(ARGV, 4))
return 1
