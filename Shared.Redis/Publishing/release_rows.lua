#!lua flags=allow-oom
-- Deletes the rows that every group has returned which has to; of the others remembers who has. Allowed without memory:
-- it adds some bytes to a row at most, and lets rows leave the store.
-- KEYS[1]  outbox:{b}:<stream>
-- KEYS[2]  outbox-returns:{b}:<stream>
-- ARGV[1]  group that has returned them
-- ARGV[2]  number of groups that have to
-- ARGV[3…] those groups, then the ids of the rows
-- Returns  number of rows deleted
local outbox, returns = KEYS[1], KEYS[2]
local group, groups = ARGV[1], tonumber(ARGV[2])

-- A row that is gone already needs no memory either.
local function is_done(row, returned)
  for i = 3, 2 + groups do
    if not string.find(returned, '\n' .. ARGV[i] .. '\n', 1, true) then
      return #redis.call('XRANGE', outbox, row, row) == 0
    end
  end
  return true
end

local done = {}
for i = 3 + groups, #ARGV do
  local row = ARGV[i]
  local returned = (groups > 1 and redis.call('HGET', returns, row) or '\n') .. group .. '\n'
  if is_done(row, returned) then
    table.insert(done, row)
  else
    redis.call('HSET', returns, row, returned)
  end
end
if #done == 0 then
  return 0
end
redis.call('HDEL', returns, unpack(done))
return redis.call('XDEL', outbox, unpack(done))
