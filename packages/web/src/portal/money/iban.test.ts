import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupedIban, ibanFault } from './iban.ts';

test('IBANs of many countries are right, however they are typed', () => {
  for (const iban of [
    'DE89 3704 0044 0532 0130 00',
    'fr14 2004 1010 0505 0001 3M02 606',
    'NO9386011117947',
    'MT84MALT011000012345MTLCAST001S',
    'KW81CBKU0000000000001234560101',
  ])
    assert.equal(ibanFault(iban), undefined, iban);
});
test('a mistyped, a swapped and a missing digit are found', () => {
  assert.equal(ibanFault('DE89370400440532013001'), 'digits');
  assert.equal(ibanFault('DE89370400440532010300'), 'digits');
  assert.equal(ibanFault('DE8937040044053201300'), 'digits');
  assert.equal(ibanFault('12345'), 'shape');
  assert.equal(ibanFault(''), 'shape');
});
test('it is shown in groups of four', () => {
  assert.equal(groupedIban('de89370400440532013000'), 'DE89 3704 0044 0532 0130 00');
  assert.equal(groupedIban('NO93 86011117947'), 'NO93 8601 1117 947');
});
