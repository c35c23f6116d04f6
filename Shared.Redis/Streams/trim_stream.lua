#!lua flags=allow-oom
-- Drops what no group needs: what lies below the lowest entry that is pending or not yet delivered in any group; of a
-- longer stream also what only other groups need. Allowed without memory, because it makes a full broker work again.
-- KEYS[1]  stream
-- ARGV[1]  most entries to keep for other groups
-- ARGV[2…] groups for which everything is kept; while one is missing, nothing is dropped
-- Returns  number of entries dropped
local stream = KEYS[1]
local most = tonumber(ARGV[1])

-- Compared as text, because a number in Lua is exact only up to 2^53 and an id may be beyond.
local function lower(one, other)
  local i = one[1] == other[1] and 2 or 1
  return #one[i] < #other[i] or (#one[i] == #other[i] and one[i] < other[i])
end

local all, floors = {}, {}
for _, reply in ipairs(redis.call('EXISTS', stream) == 1 and redis.call('XINFO', 'GROUPS', stream) or {}) do
  local name, pending, last = reply[2], reply[6], reply[8]
  local ms, seq = string.match(pending > 0 and redis.call('XPENDING', stream, name)[2] or last, '(%d+)-(%d+)')
  seq = (pending > 0 or #seq > 15) and seq or string.format('%.0f', seq + 1)
  table.insert(all, {ms, seq})
  floors[name] = {ms, seq}
end
local needed = {}
for i = 2, #ARGV do
  if not floors[ARGV[i]] then
    return 0
  end
  table.insert(needed, floors[ARGV[i]])
end

table.sort(all, lower)
table.sort(needed, lower)
local dropped = redis.call('XTRIM', stream, 'MINID', table.concat(all[1], '-'))
local more = redis.call('XLEN', stream) - most
return more <= 0 and dropped
  or dropped + redis.call('XTRIM', stream, 'MINID', '~', table.concat(needed[1], '-'), 'LIMIT', more)
