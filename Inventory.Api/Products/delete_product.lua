#!lua
-- Removes a product and its place in the list.
-- KEYS[1]  product:{b}:<productId>
-- KEYS[2]  products:{b}
-- ARGV[1]  product id
-- Returns  1, or 0 when there was none
local product, index = KEYS[1], KEYS[2]
local id = ARGV[1]

redis.call('ZREM', index, id)
return redis.call('DEL', product)
