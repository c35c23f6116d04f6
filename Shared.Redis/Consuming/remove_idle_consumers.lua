#!lua flags=allow-oom
-- Removes the consumers of a group that have been idle for long and hold nothing. Looking and removing are one
-- step, because removing a consumer throws away what it holds. Allowed without memory: it only frees some.
-- KEYS[1]  stream
-- ARGV[1]  group
-- ARGV[2]  ms for which a consumer must have been idle
-- Returns  number of consumers removed
local stream = KEYS[1]
local group, idle = ARGV[1], tonumber(ARGV[2])

local known = false
if redis.call('EXISTS', stream) == 1 then
  for _, reply in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
    known = known or reply[2] == group
  end
end
if not known then
  return 0
end

local removed = 0
for _, reply in ipairs(redis.call('XINFO', 'CONSUMERS', stream, group)) do
  local consumer = {}
  for i = 1, #reply, 2 do
    consumer[reply[i]] = reply[i + 1]
  end
  if consumer['pending'] == 0 and consumer['idle'] >= idle then
    redis.call('XGROUP', 'DELCONSUMER', stream, group, consumer['name'])
    removed = removed + 1
  end
end
return removed
