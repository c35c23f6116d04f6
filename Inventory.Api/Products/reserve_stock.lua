#!lua
-- Takes the stock of orders for one product, while there is enough, at the price they were paid at; of the others says
-- why not, for refuse_order.lua. A decision is remembered, so an order delivered again changes nothing. One so old that
-- its decision may be forgotten is left alone.
-- KEYS[1]  product:{b}:<productId>
-- KEYS[2…] reservations:{b}:<group>, of each order
-- ARGV[1]  ms after which an order may be forgotten
-- ARGV[2]  seconds to remember a decision
-- ARGV[3…] of each order: its id, behind the group; quantity; price, canonical; when it was paid, ms; empty: not known
-- Returns  of each order {1 when it is not decided before and 0 when it is, 'reserved', 'refused:<reason>' or 'expired'}
local product = KEYS[1]
local oldest, memory = redis.call('TIME')[1] * 1000 - ARGV[1], ARGV[2]

local left, price, reserved, version = unpack(redis.call('HMGET', product, 'quantity', 'price', 'reserved', 'version'))

local function decide(reservations, order, quantity, paid, paid_at)
  local known = redis.call('HGET', reservations, order)
  if known or (paid_at and paid_at < oldest) then
    return {0, known or 'expired'}
  elseif not left then
    return {1, 'refused:product_not_found'}
  elseif paid ~= '' and paid ~= price then
    return {1, 'refused:price_changed'}
  elseif tonumber(left) < quantity then
    return {1, 'refused:insufficient_stock'}
  end
  left, reserved, version = left - quantity, reserved + quantity, (version or 0) + 1
  redis.call('HSET', product, 'quantity', left, 'reserved', reserved, 'version', version)
  redis.call('HSET', reservations, order, 'reserved')
  redis.call('EXPIRE', reservations, memory)
  return {1, 'reserved'}
end

local decisions = {}
for i = 2, #KEYS do
  local order, quantity, paid, paid_at = unpack(ARGV, 4 * i - 5, 4 * i - 2)
  decisions[i - 1] = decide(KEYS[i], order, tonumber(quantity), paid, tonumber(paid_at))
end
return decisions
