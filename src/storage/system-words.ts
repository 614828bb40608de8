const BROKEN_OFF = 'it broke the connection off';
const UNKNOWN_HOST = 'the name of its host is not known';
const NO_WAY = 'no way leads to its address';
const TOO_LONG = 'it took too long';
const NOT_TRUSTED = 'its certificate is not trusted';
const NO_RIGHT = 'the service lacks the right to it';
const WENT_AWAY = 'its disk went away';
const TOO_MANY_OPEN = 'too many files are open';

/** What the system's names for its faults mean to whoever looks after a storage. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['EACCES', NO_RIGHT],
  ['EPERM', NO_RIGHT],
  ['EROFS', 'its disk can only be read'],
  ['ENOENT', 'a folder or a file of it is missing'],
  ['ENOTDIR', 'a part of its path is no folder'],
  ['EEXIST', 'something else is there already'],
  ['EISDIR', 'a folder is where a file belongs'],
  ['EIO', 'its disk is faulty'],
  ['ESTALE', WENT_AWAY],
  ['ENODEV', WENT_AWAY],
  ['ENXIO', WENT_AWAY],
  ['EMFILE', TOO_MANY_OPEN],
  ['ENFILE', TOO_MANY_OPEN],
  ['EBUSY', 'something else has it in use'],
  ['ELOOP', 'its path leads in a circle'],
  ['ENAMETOOLONG', 'its path is too long'],
  ['ECONNREFUSED', 'nothing listens at its address'],
  ['ECONNRESET', BROKEN_OFF],
  ['EPIPE', BROKEN_OFF],
  ['UND_ERR_SOCKET', BROKEN_OFF],
  ['ENOTFOUND', UNKNOWN_HOST],
  ['EAI_AGAIN', UNKNOWN_HOST],
  ['EHOSTUNREACH', NO_WAY],
  ['ENETUNREACH', NO_WAY],
  ['EADDRNOTAVAIL', NO_WAY],
  ['ETIMEDOUT', TOO_LONG],
  ['TIMEOUT', TOO_LONG],
  ['UND_ERR_CONNECT_TIMEOUT', TOO_LONG],
  ['UND_ERR_HEADERS_TIMEOUT', TOO_LONG],
  ['UND_ERR_BODY_TIMEOUT', TOO_LONG],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another host'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', NOT_TRUSTED],
  ['SELF_SIGNED_CERT_IN_CHAIN', NOT_TRUSTED],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', NOT_TRUSTED],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', NOT_TRUSTED],
  ['EPROTO', 'it speaks no TLS that is known here'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'it speaks no TLS that is known here'],
]);

/** A fault of the system in words: its name, and the path that it comes with, are for the log. */
export const systemWords = (name: string): string => WORDS.get(name) ?? 'for a reason that only the log can tell';
