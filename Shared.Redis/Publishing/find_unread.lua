#!lua flags=no-writes
-- Tells whether a group still has entries to read, up to one of them. A group that is missing will begin with the first.
-- KEYS[1]  stream
-- ARGV[1]  group
-- ARGV[2]  id of the last entry that counts; + for all
-- Returns  {id of the last entry ever added, 1 when there is one to read}
local stream = KEYS[1]
local name, last = ARGV[1], ARGV[2]

if redis.call('EXISTS', stream) == 0 then
  return {'0-0', 0}
end

local read = '0-0'
for _, reply in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
  local group = {}
  for i = 1, #reply, 2 do
    group[reply[i]] = reply[i + 1]
  end
  if group['name'] == name then
    read = group['last-delivered-id']
  end
end

local added
local info = redis.call('XINFO', 'STREAM', stream)
for i = 1, #info, 2 do
  added = info[i] == 'last-generated-id' and info[i + 1] or added
end
return {added, #redis.call('XRANGE', stream, '(' .. read, last, 'COUNT', 1)}
