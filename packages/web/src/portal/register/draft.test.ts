import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domainIn, missingIn, nothingTyped, typedFrom } from './draft.ts';

test('the customer’s domain out of what people paste', () => {
  for (const [text, domain] of [
    ['aurorahealth.com', 'aurorahealth.com'],
    ['https://www.AuroraHealth.com/about?x=1#y', 'aurorahealth.com'],
    ['lena@aurorahealth.com', 'aurorahealth.com'],
    [' aurorahealth.com. ', 'aurorahealth.com'],
    ['shop.aurorahealth.com:8080', 'shop.aurorahealth.com'],
  ] as const)
    assert.equal(domainIn(text), domain);
});

test('four fields are required, nothing else', () => {
  assert.deepEqual(Object.keys(missingIn(nothingTyped)).sort(), ['closeOn', 'contactEmail', 'customerDomain', 'valueBand']);
  assert.deepEqual(missingIn({ ...nothingTyped, customerDomain: 'a.io', contactEmail: 'b@a.io', valueBand: 'b1', closeOn: '2026-12-31' }), {});
  assert.deepEqual(Object.keys(missingIn({ ...nothingTyped, customerDomain: 'localhost', contactEmail: 'x', valueBand: 'b1', closeOn: '2026-12-31' })).sort(), [
    'contactEmail',
    'customerDomain',
  ]);
});

test('a kept draft is read back; damage is nothing', () => {
  const typed = { ...nothingTyped, customerDomain: 'a.io', productIds: ['p'] };
  assert.deepEqual(typedFrom(JSON.stringify(typed)), typed);
  assert.equal(typedFrom('{'), undefined);
  assert.equal(typedFrom(null), undefined);
  assert.deepEqual(typedFrom('{"productIds":[1,"p"],"story":5}'), { ...nothingTyped, productIds: ['p'] });
});
