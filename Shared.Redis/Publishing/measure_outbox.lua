#!lua flags=no-writes
-- Tells how many rows a bucket holds, and how old the oldest is by the clock that made its id.
-- KEYS[1]  outbox:{b}:<stream>
-- Returns  {rows, age of the oldest in ms, 0 when there is none}
local outbox = KEYS[1]

local first = redis.call('XRANGE', outbox, '-', '+', 'COUNT', 1)[1]
if not first then
  return {0, 0}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return {redis.call('XLEN', outbox), math.max(0, now - tonumber(string.match(first[1], '%d+')))}
