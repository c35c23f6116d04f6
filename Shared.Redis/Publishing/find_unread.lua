#!lua flags=no-writes
-- Tells what a group has still to read.
-- KEYS[1]  stream
-- ARGV[1]  group
-- Returns  ids of {the first entry, the last one, the last one that the group was given}; 0-0 for none
local stream = KEYS[1]
local name = ARGV[1]

local function pairs_of(reply)
  local named = {}
  for i = 1, #reply, 2 do
    named[reply[i]] = reply[i + 1]
  end
  return named
end

if redis.call('EXISTS', stream) == 0 then
  return {'0-0', '0-0', '0-0'}
end

local read = '0-0'
for _, reply in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
  local group = pairs_of(reply)
  read = group['name'] == name and group['last-delivered-id'] or read
end

local info = pairs_of(redis.call('XINFO', 'STREAM', stream))
local first, last = info['first-entry'], info['last-entry']
return {first and first[1] or '0-0', last and last[1] or '0-0', read}
