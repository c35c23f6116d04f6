#!lua
-- Changes the name and the price of a product, unless it has changed since the client saw it.
-- KEYS[1]  product:{b}:<productId>
-- ARGV[1]  name; empty when it stays
-- ARGV[2]  price, canonical; empty when it stays
-- ARGV[3…] entity tags, of which the product must have one; '*' is any
-- Returns  {'done', name, price, quantity, version}, {'stale'}, or {'missing'} when there is no such product
local product = KEYS[1]
local name, price = ARGV[1], ARGV[2]

local before = redis.call('HMGET', product, 'name', 'price', 'quantity', 'version')
if not before[1] then
  return {'missing'}
end

local is_known = false
for i = 3, #ARGV do
  is_known = is_known or ARGV[i] == '*' or ARGV[i] == '"' .. before[4] .. '"'
end
if not is_known then
  return {'stale'}
end

name = name ~= '' and name or before[1]
price = price ~= '' and price or before[2]
local version = before[4] + 1
redis.call('HSET', product, 'name', name, 'price', price, 'version', version)
return {'done', name, price, before[3], version}
