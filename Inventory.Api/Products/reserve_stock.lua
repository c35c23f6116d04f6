#!lua
-- Takes an order's stock, if there is enough at this price. Else it says why not and writes nothing: refuse_order.lua
-- is next. The reservation remembers the decision, so the same order delivered again changes nothing. An order so old
-- that it may be forgotten is left alone.
-- KEYS[1]  product:{b}:<productId>
-- KEYS[2]  reservation:{b}:<orderId>
-- ARGV[1]  quantity
-- ARGV[2]  price, canonical; empty when it is not to be checked
-- ARGV[3]  when the order was paid, ms; empty when it is not known
-- ARGV[4]  ms after which an order may be forgotten
-- ARGV[5]  seconds to remember the decision
-- Returns  {1 when it is not decided before and 0 when it is, 'reserved', 'refused:<reason>' or 'expired'}
local product, reservation = KEYS[1], KEYS[2]
local quantity, price, paid_at, horizon, memory = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]

local known = redis.call('GET', reservation)
if known or (paid_at and paid_at < redis.call('TIME')[1] * 1000 - horizon) then
  return {0, known or 'expired'}
end

local stock = redis.call('HMGET', product, 'quantity', 'price', 'reserved', 'version')
if not stock[1] then
  return {1, 'refused:product_not_found'}
elseif price ~= '' and price ~= stock[2] then
  return {1, 'refused:price_changed'}
elseif tonumber(stock[1]) < quantity then
  return {1, 'refused:insufficient_stock'}
end

redis.call('HSET', product, 'quantity', stock[1] - quantity, 'reserved', stock[3] + quantity, 'version', (stock[4] or 0) + 1)
redis.call('SET', reservation, 'reserved', 'EX', memory)
return {1, 'reserved'}
