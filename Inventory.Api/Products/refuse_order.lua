#!lua
-- Refuses an order and queues its refund, unless it was decided before: between the look that found why to refuse it
-- and now, another delivery may have found its stock, and what was decided first stands.
-- KEYS[1]  reservation:{b}:<orderId>
-- KEYS[2]  outbox:{b}:<stream>
-- ARGV[1]  reason
-- ARGV[2]  when the order was paid, ms; empty when it is not known
-- ARGV[3]  ms after which an order may be forgotten
-- ARGV[4]  seconds to remember the decision
-- ARGV[5…] fields of the refund_order entry
-- Returns  {1 when decided now and 0 when before, 'reserved', 'refused:<reason>' or 'expired'}
local reservation, outbox = KEYS[1], KEYS[2]
local decision, paid_at, horizon, memory = 'refused:' .. ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]

local known = redis.call('GET', reservation)
if known or (paid_at and paid_at < redis.call('TIME')[1] * 1000 - horizon) then
  return {0, known or 'expired'}
end

redis.call('XADD', outbox, '*', unpack(ARGV, 5))
redis.call('SET', reservation, decision, 'EX', memory)
return {1, decision}
