#!lua flags=no-writes
-- Measures a part of the payment queue by the clock that its due times were set by.
-- KEYS[1]  payments:{b}
-- Returns  {number of payments, for how long the first has been due, ms; 0 when it is not}
local payments = KEYS[1]

local first = redis.call('ZRANGE', payments, 0, 0, 'WITHSCORES')
if not first[1] then
  return {0, 0}
end
local seconds, micros = unpack(redis.call('TIME'))
local now = seconds * 1000 + math.floor(micros / 1000)
return {redis.call('ZCARD', payments), math.max(0, now - first[2])}
