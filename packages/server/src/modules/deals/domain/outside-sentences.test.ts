import assert from 'node:assert/strict';
import { test } from 'node:test';
import { webhookEventTypes } from '@entente/contracts';
import { sampleEvent } from '../../webhooks/domain/event-catalogue.ts';
import { sentenceOf } from './sentence.ts';

const real = { tenantId: 't', id: 'i', at: '2026-11-21T10:00:00.000Z' };
const ofDeals = webhookEventTypes.map((type) => sampleEvent(type, real)).filter(({ dealId }) => dealId !== null);
const byName = (type: string): string => type.replaceAll('_', ' ').replaceAll('.', ' ').toLowerCase();

test('whatever can happen to a deal is told in a sentence of its own', () => {
  assert.ok(ofDeals.length > 60, `${ofDeals.length}`);
  for (const { type, payload } of ofDeals) {
    const sentence = sentenceOf({ type, payload });
    assert.notEqual(sentence.replace(/\.$/, '').toLowerCase(), byName(type), type);
    assert.match(sentence, /^[A-Z“][^!]*[.)”]$/, type);
    assert.doesNotMatch(sentence, /undefined|null|\[object| {2}|01930000/, sentence);
  }
});

test('events of outside systems say who, what and why', () => {
  const of = (type: string, payload: Record<string, unknown>): string => sentenceOf({ type, payload });
  assert.equal(of('cosell.review_changed', { with: 'AWS', label: 'Action required', sentence: 'Say more.' }), 'AWS: Action required: Say more.');
  assert.equal(
    of('cosell.step_failed', { with: 'AWS', step: 'submit', sentence: 'The website is missing.' }),
    'AWS: the deal could not be submitted: The website is missing.',
  );
  assert.equal(
    of('conflict.opened', { connection: 'Salesforce', field: 'close_on', reason: 'both_changed' }),
    '“close on” differs in Salesforce: it was changed on both sides. Somebody decides.',
  );
  assert.equal(of('disbursement.matched', { marketplace: 'AWS Marketplace', lines: 1 }), 'One billed line of AWS Marketplace belongs to the deal.');
  assert.equal(of('offer.extended', { name: 'Two years', expiresOn: '2027-01-15' }), 'The offer “Two years” may be accepted until 2027-01-15.');
});

test('what is sold and how it is settled is told with its amount in the currency it is in', () => {
  const of = (type: string, payload: Record<string, unknown>): string => sentenceOf({ type, payload });
  const chosen = { label: 'Resale · Alpenblick IT', from: null, netMinor: 391_200, currency: 'EUR' };
  assert.equal(of('settlement.chosen', chosen), 'The deal is settled by “Resale · Alpenblick IT”; our net is 3912.00 EUR.');
  assert.equal(
    of('settlement.chosen', { ...chosen, from: 'Direct', netMinor: 391_200, currency: 'JPY' }),
    'The deal is settled by “Resale · Alpenblick IT”, and no longer by “Direct”; our net is 391200 JPY.',
  );
  assert.equal(of('settlement.chosen', { ...chosen, from: chosen.label, netMinor: null }), 'The deal is settled by “Resale · Alpenblick IT”.');
  assert.equal(of('settlement.chosen', {}), 'The deal is settled by another way.');
  assert.equal(of('incentive.accrued', { kind: 'commission', amountMinor: -2_400, currency: 'EUR' }), 'An incentive was taken back (commission): -24.00 EUR.');
  assert.equal(of('quote.sent', { number: 7, quoteVersion: 2 }), 'Quote 7, version 2 was sent to the customer.');
});
