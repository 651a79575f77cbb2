import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Problem } from '@entente/kernel';
import { isPublicAddress } from './address.ts';
import { checkTarget, readAddress } from './target.ts';

const refused = (text: string, allowPrivate = false) => assert.throws(() => readAddress(text, allowPrivate), Problem, text);

test('addresses of our own network, the metadata service and reserved ones are not public', () => {
  for (const address of [
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:a9fe:a9fe',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '100::1',
    '3fff::1',
    '2606:4700::1%eth0',
    'localhost',
    '',
    '1.2.3',
    '2130706433',
  ])
    assert.equal(isPublicAddress(address), false, address);
  for (const address of ['1.1.1.1', '8.8.8.8', '172.15.255.255', '172.32.0.1', '192.167.1.1', '100.63.255.255', '2606:4700:4700::1111', '2a00:1450:4001::200e'])
    assert.equal(isPublicAddress(address), true, address);
});

test('every spelling of a private IPv4 address is refused in an address', () => {
  for (const host of [
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '127.0.0.1.',
    '①②⑦.0.0.1',
    '169.254.169.254',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[0:0:0:0:0:ffff:7f00:1]',
    '[fe80::1]',
    '[64:ff9b::a9fe:a9fe]',
  ])
    refused(`https://${host}/x`);
  fc.assert(
    fc.property(fc.constantFrom(10, 127, 0), fc.nat(255), fc.nat(255), fc.nat(255), fc.constantFrom('dotted', 'decimal', 'hex'), (a, b, c, d, form) => {
      const number = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
      refused(`https://${form === 'dotted' ? `${a}.${b}.${c}.${d}` : form === 'decimal' ? number : `0x${number.toString(16)}`}/`);
    }),
    { numRuns: 200 },
  );
});

test('only https, no name and password', () => {
  for (const text of [
    'http://hooks.example.com/x',
    'ftp://hooks.example.com',
    'file:///etc/passwd',
    'hooks.example.com',
    'https://a:b@hooks.example.com/',
    'https://',
    'javascript:alert(1)',
  ])
    refused(text);
  refused('ftp://127.0.0.1/', true);
  assert.equal(readAddress('http://127.0.0.1:9/x', true).port, '9');
  assert.equal(readAddress('https://hooks.example.com/services/T/B/x', false).hostname, 'hooks.example.com');
});

test('a name is refused when any of its addresses is not public, and the checked address is the one that is used', async () => {
  const to = (...addresses: string[]) =>
    checkTarget('https://rebind.example/x', {
      allowPrivate: false,
      resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    });
  assert.equal((await to('1.1.1.1', '8.8.8.8')).address.address, '1.1.1.1');
  await assert.rejects(to('1.1.1.1', '127.0.0.1'), Problem);
  await assert.rejects(to('2606:4700::1', '::1'), Problem);
  await assert.rejects(to(), Problem);
  await assert.rejects(checkTarget('https://gone.example/', { allowPrivate: false, resolve: () => Promise.reject(new Error('ENOTFOUND')) }), /cannot be found/);
});
