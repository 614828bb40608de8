import assert from 'node:assert/strict';

/** What libraries and engines say, and what the one who reads a message should never see. */
const IDIOMS =
  /CronPattern|illegal|stepping|Syntax error|RangeError|TypeError|SyntaxError|\(NaN\)|is undefined|\[object|Unexpected|in JSON|Invalid (?:input|value|option|type|enum|string|header|method|char)|Out-of-bounds|Maximum iterations|Received|expected one of|Too (?:big|small)|unrecognized|Expected|E(?:ACCES|PERM|NOENT|NOTDIR|NOSPC|ROFS|IO|CONN[A-Z]+|TIMEDOUT|NOTFOUND|AI_AGAIN)|HPE_|errno|syscall|\bat .*\.(?:js|ts):\d|node_modules|node:|\bpg_|constraint|relation "|insert into|select .* from|knex|croner|rrule-temporal|busboy|Dicer|zod|tus-node|mediabunny|Multipart:|Failed to decode|URI malformed|status code|Request aborted|gRPC|UNAVAILABLE|ActivityFailure/i;

/** Fails where a message is not in the service's own words. */
export function assertOwnWords(message: string): void {
  assert.doesNotMatch(message, IDIOMS);
  assert.notEqual(message, '');
  assert.notEqual(message, 'is not valid', 'it says neither what is wrong nor what is allowed');
}
