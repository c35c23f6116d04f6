#!lua
-- Takes an order's stock, if there is enough at this price. Else it says why not and writes nothing: refuse_order.lua
-- is next. The reservation remembers the decision, so the same order delivered again changes nothing. An order so old
-- that it may be forgotten is left alone.
-- KEYS[1]  product:{b}:<productId>
-- KEYS[2]  reservations:{b}:<group>
-- ARGV[1]  the order's id, behind the group
-- ARGV[2]  quantity
-- ARGV[3]  price, canonical; empty when it is not to be checked
-- ARGV[4]  when the order was paid, ms; empty when it is not known
-- ARGV[5]  ms after which an order may be forgotten
-- ARGV[6]  seconds to remember the decision
-- Returns  {1 when it is not decided before and 0 when it is, 'reserved', 'refused:<reason>' or 'expired'}
local product, reservations = KEYS[1], KEYS[2]
local order, quantity, price = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local paid_at, horizon, memory = tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]

local known = redis.call('HGET', reservations, order)
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
redis.call('HSET', reservations, order, 'reserved')
redis.call('EXPIRE', reservations, memory)
return {1, 'reserved'}
