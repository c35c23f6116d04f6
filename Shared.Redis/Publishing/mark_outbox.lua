#!lua flags=allow-oom
-- Tells up to where the rows of a bucket were handed out, and how often such rows were published again. It writes
-- nothing, but the first line does not say so: a server that takes no writes refuses it, as it would refuse the rest.
-- KEYS[1]  outbox:{b}:<stream>
-- KEYS[2]  outbox-rounds:{b}:<stream>
-- ARGV[1]  group that hands them out
-- ARGV[2]  group of the consumer whose rounds are counted
-- Returns  {id of the last row handed out, 0-0 when none was or none waits; number of the round}
local outbox, rounds = KEYS[1], KEYS[2]
local name, consumer = ARGV[1], ARGV[2]

if redis.call('XLEN', outbox) == 0 then
  return {'0-0', '0'} -- Nothing waits, so nothing can be overdue.
end

local last = '0-0'
for _, reply in ipairs(redis.call('XINFO', 'GROUPS', outbox)) do
  local group = {}
  for i = 1, #reply, 2 do
    group[reply[i]] = reply[i + 1]
  end
  if group['name'] == name then
    last = group['last-delivered-id']
  end
end
return {last, redis.call('HGET', rounds, consumer) or '0'}
