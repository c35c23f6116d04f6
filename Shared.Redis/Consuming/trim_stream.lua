#!lua flags=allow-oom
-- Drops the entries that no group needs any more: everything below the lowest entry that is still pending
-- or not yet delivered in any group. Allowed without memory, because it is what makes a full broker work again:
-- consumers still acknowledge there, but nobody can publish or return a receipt.
-- KEYS[1]  stream
-- Returns  number of entries dropped
local stream = KEYS[1]

-- Compared as text, because a number in Lua is exact only up to 2^53 and an id may be beyond.
local function less(one, other)
  return #one < #other or (#one == #other and one < other)
end

if redis.call('EXISTS', stream) == 0 then
  return 0
end

local floor_ms, floor_seq
for _, reply in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
  local group = {}
  for i = 1, #reply, 2 do
    group[reply[i]] = reply[i + 1]
  end

  local first = group['pending'] > 0 and redis.call('XPENDING', stream, group['name'])[2]
  local ms, seq = string.match(first or group['last-delivered-id'], '(%d+)-(%d+)')
  if not first and #seq < 16 then
    seq = string.format('%.0f', seq + 1)
  end
  if not floor_ms or less(ms, floor_ms) or (ms == floor_ms and less(seq, floor_seq)) then
    floor_ms, floor_seq = ms, seq
  end
end

if not floor_ms then
  return 0
end
return redis.call('XTRIM', stream, 'MINID', floor_ms .. '-' .. floor_seq)
