import { RedisScript } from "../../storage/redis-script.js";
import { TOKEN_FIELDS } from "./token-fields.js";

// KEYS: 1 the record, 2 the refresh token, 3 the lock. Fields of the record: see `token-fields.ts`.
// Whatever needs memory is written first: a Redis that is full then refuses the step as a whole.

/** The record as a table with names, empty where there is none, and back. */
const RECORD = `
local names = {${TOKEN_FIELDS.map((name) => `'${name}'`).join(", ")}}
local function read()
  local record = {}
  for place, value in ipairs(cjson.decode(redis.call('GET', KEYS[1]) or '[]')) do record[names[place]] = value end
  return record
end
local function write(record, ...)
  local values = {}
  for place, name in ipairs(names) do values[place] = record[name] end
  redis.call('SET', KEYS[1], cjson.encode(values), ...)
end
`;

/** ARGV: the record, its life, sealed refresh token or "", its life or 0. */
export const WRITE_LOGIN = new RedisScript(`
local before = redis.call('GET', KEYS[1])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
if ARGV[3] == '' then redis.call('DEL', KEYS[2])
elseif ARGV[4] == '0' then redis.call('SET', KEYS[2], ARGV[3])
else redis.call('SET', KEYS[2], ARGV[3], 'PX', ARGV[4]) end
redis.call('DEL', KEYS[3])
return before
`);

/** ARGV: version, owner, life of the lock. The mark of an attempt after an unfinished one begins with a plus. */
export const LOCK = new RedisScript(`${RECORD}
local record = read()
if record.v ~= ARGV[1] or record.dead == 1 then return {'moved'} end
local holder = redis.call('GET', KEYS[3])
if holder and holder ~= ARGV[2] then return {'held', holder, redis.call('PTTL', KEYS[3])} end
redis.call('SET', KEYS[3], ARGV[2], 'PX', ARGV[3])
local again = record.try ~= '' and record.try ~= ARGV[2]
record.try = again and '+' .. ARGV[2] or ARGV[2]
write(record, 'KEEPTTL')
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

/** ARGV: consumed version, owner, new fields, life of the record, sealed refresh token or "", its life or 0. */
export const WRITE_REFRESH = new RedisScript(`${RECORD}
local record = read()
local new = cjson.decode(ARGV[3])
if record.v ~= ARGV[1] then return record.v == new.v and new.v end
for name, value in pairs(new) do record[name] = value end
write(record, 'PX', ARGV[4])
if ARGV[5] ~= '' then
  if ARGV[6] == '0' then redis.call('SET', KEYS[2], ARGV[5])
  else redis.call('SET', KEYS[2], ARGV[5], 'PX', ARGV[6]) end
end
if redis.call('GET', KEYS[3]) == ARGV[2] then redis.call('DEL', KEYS[3]) end
return new.v
`);

/** ARGV: version. */
export const MARK_DEAD = new RedisScript(`${RECORD}
local record = read()
if record.v ~= ARGV[1] then return 0 end
record.dead = 1
write(record, 'KEEPTTL')
redis.call('DEL', KEYS[3])
return 1
`);

/** ARGV: version, milliseconds. */
export const NOTE_ACCEPTED = new RedisScript(`${RECORD}
local record = read()
if record.v ~= ARGV[1] then return 0 end
record.ok = tonumber(ARGV[2])
record.forced = 0
write(record, 'KEEPTTL')
return 1
`);

/** ARGV: version, sealed access token, sealed refresh token as it was or "", as it is from now on. */
export const RESEAL = new RedisScript(`${RECORD}
local record = read()
if record.v ~= ARGV[1] then return 0 end
record.at = ARGV[2]
write(record, 'KEEPTTL')
if ARGV[3] ~= '' and redis.call('GET', KEYS[2]) == ARGV[3] then redis.call('SET', KEYS[2], ARGV[4], 'KEEPTTL') end
return 1
`);

/** ARGV: id of the credential to remove, or "" for whichever is there. */
export const REMOVE = new RedisScript(`${RECORD}
if ARGV[1] ~= '' and read().id ~= ARGV[1] then return false end
local before = redis.call('GET', KEYS[1])
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
return before
`);
