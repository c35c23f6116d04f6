#!lua flags=no-writes
-- Tells how many entries a stream holds, how old the oldest is by the clock that made its id, and how many there were.
-- KEYS[1]  stream
-- Returns  {entries, age of the oldest in ms, 0 when there is none; entries ever added}
local stream = KEYS[1]

local reply = redis.pcall('XINFO', 'STREAM', stream)
if reply.err then
  return string.find(reply.err, 'no such key', 1, true) and {0, 0, 0} or reply
end

local info = {}
for i = 1, #reply, 2 do
  info[reply[i]] = reply[i + 1]
end
local first, age = info['first-entry'], 0
if first then
  local seconds, micros = unpack(redis.call('TIME'))
  age = seconds * 1000 + math.floor(micros / 1000) - string.match(first[1], '%d+')
end
return {info['length'], math.max(0, age), info['entries-added']}
