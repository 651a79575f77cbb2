import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { partnerTypes, routesOfTypes } from '@entente/kernel';
import { factsOf, type BareFacts } from './facts.ts';
import { applyChanges, changedKeys, preparePartner } from './partner.ts';
import { recordOf } from './record.ts';

const plainDomain = (text: string) =>
  text.includes('.') ? ({ ok: true, domain: text.toLowerCase() } as const) : ({ ok: false, code: 'not_a_domain', sentence: 'No.' } as const);
const count = fc.integer({ min: 0, max: 5000 });

test('a partner has a name and at least one type', () => {
  assert.deepEqual(
    preparePartner({ name: ' ', types: [], domain: 'x' }, plainDomain).problems.map((problem) => problem.path),
    ['domain', 'name', 'types'],
  );
  const { value } = preparePartner({ name: ' North  Star ', types: ['si', 'si'], regions: ['EMEA', ' EMEA', ''] }, plainDomain);
  assert.deepEqual([value.name, value.types, value.regions], ['North Star', ['si'], ['EMEA']]);
  assert.deepEqual(changedKeys(value, applyChanges(value, { tier: 'Gold', types: ['si'] }, plainDomain).value), ['tier']);
});
test('routes follow from the types', () => {
  assert.deepEqual(routesOfTypes(['reseller', 'hyperscaler']), ['resale', 'cosell', 'marketplace']);
  assert.deepEqual(routesOfTypes(['referral']), ['referral']);
  for (const type of partnerTypes) assert.ok(routesOfTypes([type]).length > 0);
});
test('the shrunk rate lies between the base rate and the partner’s own, and nearer its own the more deals there are', () => {
  fc.assert(
    fc.property(count, count, count, count, (wins, losses, won, lost) => {
      const record = recordOf({ wins, losses }, { wins: won, losses: lost });
      const own = wins + losses === 0 ? record.baseWinRate : wins / (wins + losses);
      assert.ok(record.shrunkWinRate >= Math.min(own, record.baseWinRate) - 1e-12 && record.shrunkWinRate <= Math.max(own, record.baseWinRate) + 1e-12);
      const more = recordOf({ wins: wins * 3, losses: losses * 3 }, { wins: won, losses: lost });
      assert.ok(Math.abs(more.shrunkWinRate - own) <= Math.abs(record.shrunkWinRate - own) + 1e-12);
    }),
  );
});
test('the sentence is honest about small numbers', () => {
  const workspace = { wins: 299, losses: 699 };
  assert.match(recordOf({ wins: 2, losses: 0 }, workspace).sentence, /^Won 2 of 2 closed deals: too few to judge\..*30%.*42%\.$/);
  assert.match(recordOf({ wins: 0, losses: 0 }, workspace).sentence, /^No closed deals with this partner yet/);
  assert.match(recordOf({ wins: 12, losses: 8 }, workspace).sentence, /^Won 12 of 20 closed deals \(60%\)/);
  assert.match(recordOf({ wins: 0, losses: 0 }, { wins: 0, losses: 0 }).sentence, /^No deal of this workspace/);
});
test('facts put the tallies where they belong', () => {
  const bare: BareFacts = {
    id: 'p',
    name: 'P',
    types: ['si'],
    status: 'active',
    regions: [],
    countries: [],
    industries: [],
    capacityTotal: 3,
    medianResponseHours: null,
    responseSamples: 0,
    lastActivityAt: null,
    routes: ['cosell'],
    conflictAccountIds: [],
    competitorOfProductIds: [],
    competencies: [
      { productId: 'x', skill: 's', role: 'service', certifiedPeople: 1, validUntil: null },
      { productId: 'x', skill: 't', role: 'integrate', certifiedPeople: 1, validUntil: null },
    ],
  };
  const facts = factsOf(bare, [
    { kind: 'all', key: '', wins: 3, losses: 1 },
    { kind: 'open', key: '', wins: 2, losses: 0 },
    { kind: 'industry', key: 'Retail', wins: 1, losses: 0 },
    { kind: 'product', key: 'x', wins: 2, losses: 1 },
  ]);
  assert.deepEqual(facts.record, { wins: 3, losses: 1, byIndustry: { Retail: { wins: 1, losses: 0 } }, byProduct: { x: { wins: 2, losses: 1 } } });
  assert.deepEqual([facts.capacityUsed, facts.productIds, facts.roles], [2, ['x'], ['integrate', 'service']]);
});
