import assert from 'node:assert/strict';
import { isPublicAddress, urlFault } from '../../src/webhooks/public-address.js';

const PRIVATE = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:8.8.8.8',
  '::8.8.8.8',
  '64:ff9b::a00:1',
  '64:ff9b::808:808',
  '64:ff9b:1::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  'fe80::1%eth0',
  'example.com',
  '',
];
const PUBLIC = [
  '8.8.8.8',
  '1.1.1.1',
  '100.63.255.255',
  '100.128.0.1',
  '172.32.0.1',
  '2606:4700:4700::1111',
  '2a00:1450::1',
];

describe('addresses of endpoints', () => {
  it('are those of the Internet alone, in whatever form they come', () => {
    for (const address of PRIVATE) assert.equal(isPublicAddress(address), false, address);
    for (const address of PUBLIC) assert.equal(isPublicAddress(address), true, address);
  });

  const faults: Record<string, RegExp> = {
    'example.com/hooks': /absolute URL/,
    'ftp://example.com/': /https/,
    'file:///etc/passwd': /https/,
    'https://user:secret@example.com/': /user name/,
    'https://example.com/#part': /fragment/,
    'http://127.0.0.1:8080/': /private/,
    'http://2130706433/': /private/,
    'http://0x7f.1/': /private/,
    'http://017700000001/': /private/,
    'http://[::1]/': /private/,
    'http://[::ffff:169.254.169.254]/': /private/,
    'http://169.254.169.254/latest/meta-data': /private/,
    'http://localhost:3000/': /private/,
    'http://LOCALHOST./': /private/,
    'http://a.localhost/': /private/,
  };

  for (const [url, words] of Object.entries(faults)) {
    it(`refuses ${url}`, () => assert.match(urlFault(url, false) ?? '', words));
  }

  for (const url of [
    'https://exa\nmple.com/',
    'https://example.com/a\tb',
    'https://example.com/\u0001',
    'https://example.com/\u202egpj.exe',
    'https://exam\u200bple.com/',
    'http:\\\\example.com',
    'https://example.com\\@other.example/',
    'https://example.com/a b',
  ]) {
    it(`refuses ${JSON.stringify(url)}, which is not read as it looks`, () =>
      assert.equal(urlFault(url, true), 'must not hold blanks, backslashes or characters that cannot be seen'));
  }

  it('refuses addresses without // and the port 0', () => {
    for (const url of ['https:example.com', 'http:/example.com']) assert.match(urlFault(url, true) ?? '', /must begin/);
    assert.match(urlFault('http://example.com:0/', true) ?? '', /port 0/);
  });

  it('takes others, and private ones where the operator allows them', () => {
    assert.equal(urlFault('https://hooks.example.com:8443/a?token=b', false), null);
    assert.equal(urlFault('http://8.8.8.8/', false), null);
    assert.equal(urlFault('http://127.0.0.1:8080/', true), null);
    assert.match(urlFault('ftp://127.0.0.1/', true) ?? '', /https/);
  });
});
