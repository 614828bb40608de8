import assert from 'node:assert/strict';
import type { AppError } from '../../src/domain/errors.js';
import { toRemoteError } from '../../src/storage/remote-error.js';
import { toStorageError } from '../../src/storage/storage-error.js';
import { assertOwnWords } from '../support/library-words.js';

const PATH = '/srv/secret/videos';

/** As Node makes them. */
const systemFault = (code: string, syscall: string): Error =>
  Object.assign(new Error(`${code}: some words, ${syscall} '${PATH}'`), { code, syscall, errno: -13, path: PATH });

const LOCAL: [code: string, words: RegExp][] = [
  ['EACCES', /lacks the right/],
  ['EPERM', /lacks the right/],
  ['EROFS', /can only be read/],
  ['ENOENT', /is missing/],
  ['ENOTDIR', /no folder/],
  ['EIO', /is faulty/],
  ['ESTALE', /went away/],
  ['EMFILE', /too many files/],
  ['ENAMETOOLONG', /too long/],
  ['ELOOP', /in a circle/],
  ['EWHATEVER', /only the log can tell/],
];

const REMOTE: [what: string, fault: unknown, words: RegExp][] = [
  ['nobody listens', systemFault('ECONNREFUSED', 'connect'), /did not answer: nothing listens at its address/],
  ['an unknown host', systemFault('ENOTFOUND', 'getaddrinfo'), /the name of its host is not known/],
  ['a broken connection', systemFault('ECONNRESET', 'read'), /broke the connection off/],
  ['no route', systemFault('EHOSTUNREACH', 'connect'), /no way leads to its address/],
  ['a certificate', systemFault('DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'), /certificate is not trusted/],
  ['a bug of a driver', new TypeError('Cannot read properties of null'), /only the log can tell/],
  ['a class of a driver', Object.assign(new Error('x'), { name: 'GaxiosError' }), /only the log can tell/],
  ['a class with a status', Object.assign(new Error('x'), { name: 'GaxiosError', status: 500 }), /500 \(HTTP 500\)/],
  ['no Error', 'text', /only the log can tell/],
  [
    'a bucket that is not there',
    Object.assign(new Error('x'), { name: 'NoSuchBucket', $metadata: { httpStatusCode: 404 } }),
    /bucket or folder does not exist \(NoSuchBucket\)/,
  ],
  [
    'a wrong key',
    Object.assign(new Error('x'), { name: 'InvalidAccessKeyId', $metadata: { httpStatusCode: 403 } }),
    /refused the credentials.*\(InvalidAccessKeyId\)/,
  ],
  [
    'a backend that is busy',
    Object.assign(new Error('x'), { name: 'SlowDown', $metadata: { httpStatusCode: 503 } }),
    /it answered 503 \(SlowDown\)/,
  ],
];

function assertSaid(fault: AppError, words: RegExp): void {
  assert.equal(fault.code, 'storage_unavailable');
  assert.match(fault.message, words);
  assertOwnWords(fault.message);
  assert.ok(!fault.message.includes(PATH), 'no path of the machine');
}

describe('faults of storages', () => {
  for (const [code, words] of LOCAL) {
    it(`are told in words: ${code} of a disk`, () => {
      assertSaid(toStorageError(systemFault(code, 'open'), 'beginning a file'), words);
    });
  }

  for (const code of ['ENOSPC', 'EDQUOT', 'EFBIG']) {
    it(`are told in words: ${code}, a full disk`, () => {
      const fault = toStorageError(systemFault(code, 'write'), 'writing');
      assert.deepEqual([fault.code, fault.message], ['storage_full', 'The storage is full. Nothing was kept.']);
    });
  }

  for (const [what, fault, words] of REMOTE) {
    it(`are told in words: ${what}`, () => assertSaid(toRemoteError(fault, 'looking for a file'), words));
  }

  it('keep for the log the name of what happened elsewhere, and nothing that was sent', () => {
    const fault = Object.assign(systemFault('ECONNREFUSED', 'connect'), { request: { authorization: 'secret' } });
    assert.equal(toRemoteError(fault, 'reading a file').cause, 'ECONNREFUSED');
  });
});
