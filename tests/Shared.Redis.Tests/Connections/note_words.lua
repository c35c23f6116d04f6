#!lua
-- Notes words, and how many came together.
-- KEYS[1]  LIST: how many words each call had
-- KEYS[2…] LIST of each word
-- ARGV[1]  what is put before each answer
-- ARGV[2…] the words
-- Returns  of each word the answer
local answers = {}
for i = 2, #KEYS do
  redis.call('RPUSH', KEYS[i], ARGV[i])
  answers[i - 1] = ARGV[1] .. ARGV[i]
end
redis.call('RPUSH', KEYS[1], #KEYS - 1)
return answers
