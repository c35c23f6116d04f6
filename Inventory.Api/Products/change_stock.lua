#!lua
-- Changes the stock of a product by units that came in or got lost, unless it has changed since the client saw it. With
-- an idempotency key the request is remembered together with its answer: what it changed itself is not held against it.
-- KEYS[1]  product:{b}:<productId>
-- KEYS[2]  changed-stock:{b}:<requestId>; none without an idempotency key
-- ARGV[1]  units to add; below zero, to remove
-- ARGV[2]  most units in stock
-- ARGV[3]  seconds to remember the request
-- ARGV[4]  strong entity tags, of which the product must have one; '*' is any
-- Returns  {'done' or 'replayed', name, price, quantity, version}, {'mismatch'} when the key belongs to another request,
--          {'missing'} when there is no such product, {'stale'}, {'refused'} when the stock would leave its bounds
local product, record = KEYS[1], KEYS[2]
local delta, most, memory, tags = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]

local known = record and redis.call('HMGET', record, 'delta', 'name', 'price', 'quantity', 'version')
if known and known[1] then
  return known[1] == delta and {'replayed', unpack(known, 2)} or {'mismatch'}
end

local before = redis.call('HMGET', product, 'name', 'price', 'quantity', 'version', 'received')
if not before[1] then
  return {'missing'}
elseif tags ~= '*' and not tags:find('"' .. before[4] .. '"', 1, true) then
  return {'stale'}
end

local quantity, version, received = before[3] + delta, before[4] + 1, before[5] + delta
if quantity < 0 or quantity > most then
  return {'refused'}
end

redis.call('HSET', product, 'quantity', quantity, 'version', version, 'received', received)
if record then
  redis.call('HSET', record, 'delta', delta, 'name', before[1], 'price', before[2], 'quantity', quantity, 'version', version)
  redis.call('EXPIRE', record, memory)
end
return {'done', before[1], before[2], quantity, version}
