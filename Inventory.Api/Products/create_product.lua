#!lua
-- Adds a product with its first stock, and lists it. With an idempotency key the request is remembered apart from the
-- product, so that the same request changes nothing even when the product was changed or removed meanwhile.
-- KEYS[1]  product:{b}:<productId>
-- KEYS[2]  products:{b}
-- KEYS[3]  created-product:{b}:<productId>; none without an idempotency key
-- ARGV[1]  product id
-- ARGV[2]  name
-- ARGV[3]  price, canonical
-- ARGV[4]  quantity
-- ARGV[5]  created at, ms
-- ARGV[6]  seconds to remember the request
-- Returns  'done', 'replayed', or 'mismatch' when the id was given to another request
local product, index, record = KEYS[1], KEYS[2], KEYS[3]
local id, name, price, quantity, created_at, memory = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local request = price .. ' ' .. quantity .. ' ' .. name

local known = record and redis.call('GET', record)
if known then
  return known == request and 'replayed' or 'mismatch'
elseif redis.call('EXISTS', product) == 1 then
  return 'mismatch' -- also a key used again after it was forgotten: its product is still there
end

local entry = redis.call('XADD', index, '*', 'id', id)
redis.call('HSET', product, 'name', name, 'price', price, 'quantity', quantity,
  'received', quantity, 'reserved', 0, 'version', 1, 'created_at', created_at, 'entry', entry)
if record then
  redis.call('SET', record, request, 'EX', memory)
end
return 'done'
