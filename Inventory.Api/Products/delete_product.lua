#!lua flags=allow-oom
-- Removes a product and its place in the list, unless it has changed since the client saw it. It only frees memory, so
-- a Redis that has none left lets it.
-- KEYS[1]  product:{b}:<productId>
-- KEYS[2]  products:{b}
-- ARGV[1]  strong entity tags, of which the product must have one; '*' is any
-- Returns  'done', 'stale', or 'missing' when there is no such product
local product, index = KEYS[1], KEYS[2]
local tags = ARGV[1]

local name, version, entry = unpack(redis.call('HMGET', product, 'name', 'version', 'entry'))
if not name then
  return 'missing'
elseif tags ~= '*' and not tags:find('"' .. version .. '"', 1, true) then
  return 'stale'
end

if entry then
  redis.call('XDEL', index, entry)
end
redis.call('DEL', product)
return 'done'
