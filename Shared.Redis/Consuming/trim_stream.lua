#!lua flags=allow-oom
-- Drops the entries that no group needs any more: everything below the lowest entry that is still pending
-- or not yet delivered in any group. Allowed without memory, because it is what makes a full broker work again:
-- consumers still acknowledge there, but nobody can publish or return a receipt.
-- KEYS[1]  stream
-- Returns  number of entries dropped
local stream = KEYS[1]

local function parse(id)
  local ms, seq = string.match(id, '(%d+)-(%d+)')
  return tonumber(ms), tonumber(seq)
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

  local ms, seq = parse(group['last-delivered-id'])
  seq = seq + 1
  if group['pending'] > 0 then
    ms, seq = parse(redis.call('XPENDING', stream, group['name'])[2])
  end
  if not floor_ms or ms < floor_ms or (ms == floor_ms and seq < floor_seq) then
    floor_ms, floor_seq = ms, seq
  end
end

if not floor_ms then
  return 0
end
return redis.call('XTRIM', stream, 'MINID', string.format('%.0f-%.0f', floor_ms, floor_seq))
