#!lua
-- Takes payments that are due. A taken payment is due again when its lease ends, so that one whose process
-- ends is taken up by another.
-- KEYS[1]  payments:{b}
-- ARGV[1]  now, ms
-- ARGV[2]  end of the lease, ms
-- ARGV[3]  most payments to take
-- Returns  their order ids
local payments = KEYS[1]
local now, lease_end, limit = ARGV[1], ARGV[2], ARGV[3]

local ids = redis.call('ZRANGE', payments, '-inf', now, 'BYSCORE', 'LIMIT', 0, limit)
for _, id in ipairs(ids) do
  redis.call('ZADD', payments, lease_end, id)
end
return ids
