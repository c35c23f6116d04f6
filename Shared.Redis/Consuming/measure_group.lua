#!lua flags=no-writes
-- Tells how far a group is behind. Redis loses track of that when entries were deleted or the group was moved; then
-- the entries are counted. A group that is missing will begin with the first entry.
-- KEYS[1]  stream
-- ARGV[1]  group
-- ARGV[2]  most entries to count
-- Returns  {entries not yet delivered; entries delivered and not acknowledged; all others there ever were, nil when
--          there are too many to count}
local stream = KEYS[1]
local name, limit = ARGV[1], tonumber(ARGV[2])

local function named(reply)
  local fields = {}
  for i = 1, #reply, 2 do
    fields[reply[i]] = reply[i + 1]
  end
  return fields
end

local reply = redis.pcall('XINFO', 'STREAM', stream)
if reply.err then
  return string.find(reply.err, 'no such key', 1, true) and {0, 0, 0} or reply
end

local info = named(reply)
local lag, pending, is_counted = info['length'], 0, false
for _, reply in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
  local group = named(reply)
  if group['name'] == name then
    local last = group['last-delivered-id']
    is_counted = not group['lag']
    lag = group['lag'] or #redis.call('XRANGE', stream, '(' .. last, '+', 'COUNT', limit)
    pending = group['pending']
  end
end
return {lag, pending, (not is_counted or lag < limit) and info['entries-added'] - lag - pending}
