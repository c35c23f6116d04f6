#!lua
-- Changes the name and the price of a product, unless it has changed since the client saw it.
-- KEYS[1]  product:{b}:<productId>
-- ARGV[1]  name; empty when it stays
-- ARGV[2]  price, canonical; empty when it stays
-- ARGV[3]  strong entity tags, of which the product must have one; '*' is any
-- Returns  {'done', name, price, quantity, version}, {'stale'}, or {'missing'} when there is no such product
local product = KEYS[1]
local name, price, tags = ARGV[1], ARGV[2], ARGV[3]

local before = redis.call('HMGET', product, 'name', 'price', 'quantity', 'version')
if not before[1] then
  return {'missing'}
elseif tags ~= '*' and not tags:find('"' .. before[4] .. '"', 1, true) then
  return {'stale'}
end

name = name ~= '' and name or before[1]
price = price ~= '' and price or before[2]
local version = before[4] + 1
redis.call('HSET', product, 'name', name, 'price', price, 'version', version)
return {'done', name, price, before[3], version}
