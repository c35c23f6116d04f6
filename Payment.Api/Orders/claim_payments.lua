#!lua flags=allow-oom
-- Takes payments that are due. A taken payment is due again when its lease ends, so that one whose process ends is
-- taken up by another. One that is due later than any can be is due now: the clock that set its time has been put right
-- since.
-- Allowed when memory is short: it finishes what was accepted, and create_order, which is not, bounds how much that is.
-- KEYS[1]  payments:{b}
-- ARGV[1]  lease, ms
-- ARGV[2]  how far ahead a payment can be due at most, ms
-- ARGV[3]  most payments to take
-- Returns  the order ids
local payments = KEYS[1]
local lease, farthest, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

if redis.call('ZCARD', payments) == 0 then
  return {}
end
local seconds, micros = unpack(redis.call('TIME'))
local now = seconds * 1000 + math.floor(micros / 1000)
local ids = redis.call('ZRANGE', payments, '-inf', now, 'BYSCORE', 'LIMIT', 0, limit)
if #ids < limit then
  local too_far = string.format('(%.0f', now + farthest)
  for _, id in ipairs(redis.call('ZRANGE', payments, too_far, '+inf', 'BYSCORE', 'LIMIT', 0, limit - #ids)) do
    table.insert(ids, id)
  end
end

for _, id in ipairs(ids) do
  redis.call('ZADD', payments, now + lease, id)
end
return ids
