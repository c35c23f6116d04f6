#!lua flags=allow-oom
-- Removes a product and its place in the list. It only frees memory, so a Redis that has none left lets it.
-- KEYS[1]  product:{b}:<productId>
-- KEYS[2]  products:{b}
-- ARGV[1]  product id
-- Returns  1, or 0 when there was none
local product, index = KEYS[1], KEYS[2]
local id = ARGV[1]

redis.call('ZREM', index, id)
return redis.call('DEL', product)
