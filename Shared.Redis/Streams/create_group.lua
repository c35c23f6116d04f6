#!lua flags=allow-oom
-- Creates a group, and its stream where there is none, before the first entry. Allowed without memory: without a group
-- nothing is read, so nothing can be trimmed, and a full server would stay full.
-- KEYS[1]  stream
-- ARGV[1]  group
-- Returns  1, or 0 when there is such a group already
local stream = KEYS[1]
local group = ARGV[1]

local reply = redis.pcall('XGROUP', 'CREATE', stream, group, '0-0', 'MKSTREAM')
if not reply.err then
  return 1
end
return string.find(reply.err, '^BUSYGROUP') and 0 or reply
