#!lua
-- Takes payments that are due, and reads their orders. A taken payment is due again when its lease ends, so that one
-- whose process ends is taken up by another.
-- KEYS[1]  payments:{b}
-- ARGV[1]  now, ms
-- ARGV[2]  end of the lease, ms
-- ARGV[3]  most payments to take
-- ARGV[4]  order:{b}, to which :<orderId> is added; the order's key has the same hash tag
-- ARGV[5…] names of the fields to read
-- Returns  {order id, the fields, none when the key is of another type} of each
local payments = KEYS[1]
local now, lease_end, limit, order = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local claimed = {}
for _, id in ipairs(redis.call('ZRANGE', payments, '-inf', now, 'BYSCORE', 'LIMIT', 0, limit)) do
  redis.call('ZADD', payments, lease_end, id)
  -- A key of another type is no order, and holds up no other.
  local fields = redis.pcall('HMGET', order .. ':' .. id, unpack(ARGV, 5))
  table.insert(claimed, {id, fields.err and {} or fields})
end
return claimed
