#!lua
-- Asks which commands the user of this connection may not use, without using them. Nothing is written here either, but
-- the first line does not say so: a server that takes no writes just now refuses it, as it would refuse the service.
-- KEYS[1]  any key of that server, which it does not touch; none where there is but one server
-- ARGV     commands, their words parted by spaces
-- Returns  those that are refused
local refused = {}

for _, command in ipairs(ARGV) do
  local words = {}
  for word in string.gmatch(command, '%S+') do
    table.insert(words, word)
  end
  local is_known, is_allowed = pcall(redis.acl_check_cmd, unpack(words)) -- One that was renamed is not known.
  if not (is_known and is_allowed) then
    table.insert(refused, command)
  end
end
return refused
