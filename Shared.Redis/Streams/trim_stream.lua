#!lua flags=allow-oom
-- Drops the entries that no group needs any more: everything below the lowest entry that is still pending or not yet
-- delivered in any group. Of a longer stream, what other groups still need too. Allowed without memory, because it is
-- what makes a full broker work again: consumers still acknowledge there, but nobody can publish or return a receipt.
-- KEYS[1]  stream
-- ARGV[1]  most entries to keep for other groups
-- ARGV[2…] groups for which everything is kept; while one is missing, nothing is dropped
-- Returns  number of entries dropped
local stream = KEYS[1]
local most = tonumber(ARGV[1])
local missing = {}
for i = 2, #ARGV do
  missing[ARGV[i]] = true
end

-- Compared as text, because a number in Lua is exact only up to 2^53 and an id may be beyond.
local function less(one, other)
  return #one < #other or (#one == #other and one < other)
end
local function first(one, other)
  return (not other or less(one[1], other[1]) or (one[1] == other[1] and less(one[2], other[2]))) and one or other
end

if redis.call('EXISTS', stream) == 0 then
  return 0
end

local needed, kept
for _, reply in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
  local group = {}
  for i = 1, #reply, 2 do
    group[reply[i]] = reply[i + 1]
  end

  local pending = group['pending'] > 0 and redis.call('XPENDING', stream, group['name'])[2]
  local ms, seq = string.match(pending or group['last-delivered-id'], '(%d+)-(%d+)')
  if not pending and #seq < 16 then
    seq = string.format('%.0f', seq + 1)
  end
  needed = first({ms, seq}, needed)
  if missing[group['name']] then
    kept, missing[group['name']] = first({ms, seq}, kept), nil
  end
end

if next(missing) or not needed then
  return 0
end
local dropped = redis.call('XTRIM', stream, 'MINID', table.concat(needed, '-'))
local more = redis.call('XLEN', stream) - most
return more <= 0 and dropped
  or dropped + redis.call('XTRIM', stream, 'MINID', '~', table.concat(kept, '-'), 'LIMIT', more)
