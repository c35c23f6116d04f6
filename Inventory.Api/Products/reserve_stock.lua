#!lua
-- Takes an order's stock, or refuses the order and queues its refund. The reservation remembers the decision, so the
-- same order delivered again changes nothing. An order so old that it may be forgotten is left alone.
-- KEYS[1]  product:{b}:<productId>
-- KEYS[2]  reservation:{b}:<orderId>
-- KEYS[3]  outbox:{b}:<stream>
-- ARGV[1]  quantity; empty when the event cannot be used
-- ARGV[2]  price, canonical; empty when it is not to be checked
-- ARGV[3]  when the order was paid, ms; empty when it is not known
-- ARGV[4]  ms after which an order may be forgotten
-- ARGV[5]  seconds to remember the decision
-- ARGV[6…] fields of the refund_order entry, the reason excepted
-- Returns  {1 when decided now and 0 when not, 'reserved', 'refused:<reason>' or 'expired'}
local product, reservation, outbox = KEYS[1], KEYS[2], KEYS[3]
local quantity, price, paid_at, horizon, memory = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]

local known = redis.call('GET', reservation)
if known or (paid_at and paid_at < redis.call('TIME')[1] * 1000 - horizon) then
  return {0, known or 'expired'}
end

local stock = redis.call('HMGET', product, 'quantity', 'price', 'reserved', 'version')
local reason
if not quantity then
  reason = 'invalid_event'
elseif not stock[1] then
  reason = 'product_not_found'
elseif price ~= '' and price ~= stock[2] then
  reason = 'price_changed'
elseif tonumber(stock[1]) < quantity then
  reason = 'insufficient_stock'
end
local decision = reason and 'refused:' .. reason or 'reserved'
if reason then
  redis.call('XADD', outbox, '*', 'reason', reason, unpack(ARGV, 6))
else
  redis.call('HSET', product, 'quantity', stock[1] - quantity, 'reserved', stock[3] + quantity, 'version', (stock[4] or 0) + 1)
end
redis.call('SET', reservation, decision, 'EX', memory)
return {1, decision}
