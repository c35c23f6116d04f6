#!lua flags=allow-oom
-- Puts an entry aside. When there are too many, one of the oldest thousand makes room if it carries no message, or the
-- new one itself. Allowed without memory: until it is put aside, nothing behind it is handled.
-- KEYS[1]  dead-letters:<stream>
-- ARGV[1]  most letters to keep
-- ARGV[2]  reason of letters that carry no message
-- ARGV[3]  id of the entry
-- ARGV[4]  reason
-- ARGV[5]  deliveries
-- ARGV[6]  size of the entry, bytes
-- ARGV[7]  fields of the entry, JSON
-- Returns  1, or 0 when there is no room
local letters = KEYS[1]
local most, empty, entry, reason, deliveries, size, fields = tonumber(ARGV[1]), unpack(ARGV, 2)

if redis.call('XLEN', letters) >= most then
  if reason == empty then
    return 1
  end

  local made_room = 0
  for _, letter in ipairs(redis.call('XRANGE', letters, '-', '+', 'COUNT', 1000)) do
    if made_room == 0 and letter[2][4] == empty then
      made_room = redis.call('XDEL', letters, letter[1])
    end
  end
  if made_room == 0 then
    return 0
  end
end

redis.call('XADD', letters, '*', 'entry', entry, 'reason', reason, 'deliveries', deliveries, 'size', size, 'fields', fields)
return 1
