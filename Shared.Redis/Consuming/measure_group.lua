#!lua flags=no-writes
-- Tells how far a group is behind. Redis loses track of that when entries were deleted or the group was moved; then
-- the entries are counted. A group that is missing will begin with the first entry.
-- KEYS[1]  stream
-- ARGV[1]  group
-- ARGV[2]  most entries to count
-- Returns  {entries not yet delivered; entries delivered and not acknowledged; entries acknowledged, nil when Redis has
--          lost track of that}
local stream = KEYS[1]
local name, limit = ARGV[1], ARGV[2]

if redis.call('EXISTS', stream) == 0 then
  return {0, 0, 0}
end

for _, reply in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
  local group = {}
  for i = 1, #reply, 2 do
    group[reply[i]] = reply[i + 1]
  end
  if group['name'] == name then
    local last, pending = group['last-delivered-id'], group['pending']
    local read = last == '0-0' and 0 or group['entries-read']
    local lag = group['lag'] or #redis.call('XRANGE', stream, '(' .. last, '+', 'COUNT', limit)
    return {lag, pending, read and read - pending}
  end
end
return {redis.call('XLEN', stream), 0, 0}
