#!lua
-- Lets the first event of an order settle which product it is for, unless the group of the order is full and does not
-- know it.
-- KEYS[1]  ordered-products:{b}:<group>
-- ARGV[1]  the order's id, behind the group
-- ARGV[2]  product id
-- ARGV[3]  most orders in a group
-- ARGV[4]  seconds to remember it
-- Returns  1 when the order is for this product, 0 when it is for another, nil when the group is full
local group = KEYS[1]
local order, product, most, memory = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]

local is_first = redis.call('HLEN', group) < most and redis.call('HSETNX', group, order, product) == 1
redis.call('EXPIRE', group, memory)
local settled = is_first and product or redis.call('HGET', group, order)
return settled and (settled == product and 1 or 0)
