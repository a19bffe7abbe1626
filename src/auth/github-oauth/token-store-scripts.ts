import { RedisScript } from "../../storage/redis-script.js";

// KEYS: 1 the record, 2 the refresh token, 3 the lock. Fields of the record: see `token-store-redis.ts`.
// Whatever needs memory is written first: a Redis that is full then refuses the step as a whole.

/** ARGV: milliseconds now, life of the record, sealed refresh token or "", its life or 0, then fields and values. */
export const WRITE_LOGIN = new RedisScript(`
local before = redis.call('HGETALL', KEYS[1])
local version = ARGV[1]
local old = redis.call('HGET', KEYS[1], 'v')
if old and tonumber(old) >= tonumber(version) then version = string.format('%.0f', tonumber(old) + 1) end
redis.call('HSET', KEYS[1], 'v', version, unpack(ARGV, 5))
redis.call('HDEL', KEYS[1], 'dead', 'try', 'forced', 'write')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
if ARGV[3] == '' then redis.call('DEL', KEYS[2])
elseif ARGV[4] == '0' then redis.call('SET', KEYS[2], ARGV[3])
else redis.call('SET', KEYS[2], ARGV[3], 'PX', ARGV[4]) end
redis.call('DEL', KEYS[3])
return before
`);

/** ARGV: version, owner, life of the lock. The mark of an attempt after an unfinished one begins with a plus. */
export const LOCK = new RedisScript(`
local record = redis.call('HMGET', KEYS[1], 'v', 'dead', 'try')
if record[1] ~= ARGV[1] or record[2] then return {'moved'} end
local holder = redis.call('GET', KEYS[3])
if holder and holder ~= ARGV[2] then return {'held', holder, redis.call('PTTL', KEYS[3])} end
redis.call('SET', KEYS[3], ARGV[2], 'PX', ARGV[3])
local again = record[3] and record[3] ~= ARGV[2]
redis.call('HSET', KEYS[1], 'try', again and '+' .. ARGV[2] or ARGV[2])
return {'acquired', redis.call('GET', KEYS[2]), again and 1 or 0}
`);

/** ARGV: owner, life of the lock. */
export const RENEW_LOCK = new RedisScript(`
if redis.call('GET', KEYS[3]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[3], ARGV[2])
`);

/** ARGV: owner, then what stands in the place of the lock and for how long, or "" and 0. */
export const RELEASE_LOCK = new RedisScript(`
if redis.call('GET', KEYS[3]) ~= ARGV[1] then return 0 end
if ARGV[2] == '' then return redis.call('DEL', KEYS[3]) end
redis.call('SET', KEYS[3], ARGV[2], 'PX', ARGV[3])
return 1
`);

/** ARGV: consumed version, id of the write, life of the record, sealed refresh token or "", its life or 0, fields and values. */
export const WRITE_REFRESH = new RedisScript(`
local version = redis.call('HGET', KEYS[1], 'v')
if version ~= ARGV[1] then
  if version and redis.call('HGET', KEYS[1], 'write') == ARGV[2] then return version end
  return false
end
local new = string.format('%.0f', tonumber(version) + 1)
redis.call('HSET', KEYS[1], 'v', new, 'write', ARGV[2], unpack(ARGV, 6))
redis.call('HDEL', KEYS[1], 'dead', 'try')
redis.call('PEXPIRE', KEYS[1], ARGV[3])
if ARGV[4] ~= '' then
  if ARGV[5] == '0' then redis.call('SET', KEYS[2], ARGV[4])
  else redis.call('SET', KEYS[2], ARGV[4], 'PX', ARGV[5]) end
end
if redis.call('GET', KEYS[3]) == ARGV[2] then redis.call('DEL', KEYS[3]) end
return new
`);

/** ARGV: version. */
export const MARK_DEAD = new RedisScript(`
if redis.call('HGET', KEYS[1], 'v') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'dead', '1')
redis.call('DEL', KEYS[3])
return 1
`);

/** ARGV: fingerprint, milliseconds. */
export const NOTE_ACCEPTED = new RedisScript(`
if redis.call('HGET', KEYS[1], 'fp') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'ok', ARGV[2])
redis.call('HDEL', KEYS[1], 'forced')
return 1
`);

/** ARGV: version, sealed access token, sealed refresh token as it was or "", as it is from now on. */
export const RESEAL = new RedisScript(`
if redis.call('HGET', KEYS[1], 'v') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'at', ARGV[2])
if ARGV[3] ~= '' and redis.call('GET', KEYS[2]) == ARGV[3] then redis.call('SET', KEYS[2], ARGV[4], 'KEEPTTL') end
return 1
`);

/** ARGV: id of the credential to remove, or "" for whichever is there. */
export const REMOVE = new RedisScript(`
if ARGV[1] ~= '' and redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then return {} end
local before = redis.call('HGETALL', KEYS[1])
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
return before
`);
