#!lua flags=no-writes
-- Reads entries that are pending, each with the number of its delivery. Of an entry that is too large only the beginning
-- of its first fields is read, and none behind it, so that the answer comes in time.
-- KEYS[1]  stream
-- ARGV[1]  group
-- ARGV[2]  largest entry that is read as a whole, bytes
-- ARGV[3]  fields to read of a larger one
-- ARGV[4]  bytes to read of each of their names and values
-- ARGV[5…] ids of the entries
-- Returns  {id, number of the delivery, size in bytes, {field, value, …}} of each that is still pending, up to the first
--          that is too large; no field when the entry was deleted
local stream = KEYS[1]
local group, largest, most_fields, longest = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])

local function cut(fields)
  local beginning = {}
  for i = 1, math.min(#fields, 2 * most_fields) do
    beginning[i] = string.sub(fields[i], 1, longest)
  end
  return beginning
end

local found, size = {}, 0
for i = 5, #ARGV do
  local pending = size <= largest and redis.call('XPENDING', stream, group, ARGV[i], ARGV[i], 1)[1]
  if pending then
    local entry = redis.call('XRANGE', stream, ARGV[i], ARGV[i])[1]
    local fields = entry and entry[2] or {}
    size = 0
    for _, text in ipairs(fields) do
      size = size + #text
    end
    table.insert(found, {pending[1], pending[4], size, size > largest and cut(fields) or fields})
  end
end
return found
