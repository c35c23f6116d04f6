#!lua
-- Lets the first event of an order settle which product it is for, unless the group of the order is full and does not
-- know it.
-- KEYS     ordered-products:{b}:<group>, of each order
-- ARGV[1]  most orders in a group
-- ARGV[2]  seconds to remember it
-- ARGV[3…] of each order: its id, behind the group; product id
-- Returns  of each order 1 when it is for this product, 0 when it is for another, nil when the group is full
local most, memory = tonumber(ARGV[1]), ARGV[2]

local function settle(group, order, product)
  local is_first = redis.call('HLEN', group) < most and redis.call('HSETNX', group, order, product) == 1
  redis.call('EXPIRE', group, memory)
  local settled = is_first and product or redis.call('HGET', group, order)
  return settled and (settled == product and 1 or 0)
end

local answers = {}
for i, group in ipairs(KEYS) do
  answers[i] = settle(group, ARGV[2 * i + 1], ARGV[2 * i + 2])
end
return answers
