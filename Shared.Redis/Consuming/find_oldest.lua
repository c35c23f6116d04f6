#!lua flags=no-writes
-- Tells how old the oldest entry is that a group has not acknowledged, by the clock that made its id. A group that is
-- missing will begin with the first entry.
-- KEYS[1]  stream
-- ARGV[1]  group
-- Returns  its age in ms; 0 when there is none
local stream = KEYS[1]
local name = ARGV[1]

local seconds, micros = unpack(redis.call('TIME'))
local now, from = seconds * 1000 + math.floor(micros / 1000), '-'
for _, reply in ipairs(redis.call('EXISTS', stream) == 1 and redis.call('XINFO', 'GROUPS', stream) or {}) do
  local group = {}
  for i = 1, #reply, 2 do
    group[reply[i]] = reply[i + 1]
  end
  if group['name'] == name then
    from = group['pending'] > 0 and redis.call('XPENDING', stream, name)[2] or '(' .. group['last-delivered-id']
  end
end

local first = redis.call('XRANGE', stream, from, '+', 'COUNT', 1)[1]
return first and math.max(0, now - string.match(first[1], '%d+')) or 0
