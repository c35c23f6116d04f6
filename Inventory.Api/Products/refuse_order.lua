#!lua
-- Refuses an order and queues its refund, unless it was decided before: between the look that found why to refuse it
-- and now, another delivery may have found its stock, and what was decided first stands.
-- KEYS[1]  reservations:{b}:<group>
-- KEYS[2]  outbox:{b}:<stream>
-- ARGV[1]  the order's id, behind the group
-- ARGV[2]  reason
-- ARGV[3]  when the order was paid, ms; empty when it is not known
-- ARGV[4]  ms after which an order may be forgotten
-- ARGV[5]  seconds to remember the decision
-- ARGV[6…] fields of the refund_order entry
-- Returns  {1 when decided now and 0 when before, 'reserved', 'refused:<reason>' or 'expired'}
local reservations, outbox = KEYS[1], KEYS[2]
local order, decision = ARGV[1], 'refused:' .. ARGV[2]
local paid_at, oldest, memory = tonumber(ARGV[3]), redis.call('TIME')[1] * 1000 - ARGV[4], ARGV[5]

local known = redis.call('HGET', reservations, order)
if known or (paid_at and paid_at < oldest) then
  return {0, known or 'expired'}
end

redis.call('XADD', outbox, '*', unpack(ARGV, 6))
redis.call('HSET', reservations, order, decision)
redis.call('EXPIRE', reservations, memory)
return {1, decision}
