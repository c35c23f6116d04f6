#!lua
-- Adds a product with its first stock, and lists it.
-- KEYS[1]  product:{b}:<productId>
-- KEYS[2]  products:{b}
-- ARGV[1]  product id
-- ARGV[2]  name
-- ARGV[3]  price, canonical
-- ARGV[4]  quantity
-- ARGV[5]  created at, ms
-- Returns  1, or 0 when the id is taken
local product, index = KEYS[1], KEYS[2]
local id, name, price, quantity, created_at = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]

if redis.call('EXISTS', product) == 1 then
  return 0
end

redis.call('ZADD', index, created_at, id)
redis.call('HSET', product, 'name', name, 'price', price, 'quantity', quantity,
  'received', quantity, 'reserved', 0, 'version', 1, 'created_at', created_at)
return 1
