#!lua flags=allow-oom
-- Deletes rows and takes them off the pending list, in one step: a row that left only the list would stay for ever,
-- as nobody reads it again. Allowed when memory is short, because it frees some.
-- KEYS[1]  outbox:{b}:<stream>
-- ARGV[1]  group
-- ARGV[2…] ids of the rows
-- Returns  number of rows deleted
local outbox = KEYS[1]
local group = ARGV[1]

redis.call('XACK', outbox, group, unpack(ARGV, 2))
return redis.call('XDEL', outbox, unpack(ARGV, 2))
