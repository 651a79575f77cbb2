import assert from 'node:assert/strict';
import { test } from 'node:test';
import { masked } from './address.ts';
import { messageIdOf, render, type Happened } from './message.ts';

const event: Happened = {
  tenantId: '01930000-0000-7000-8000-000000000001',
  id: '01930000-0000-7000-8000-000000000002',
  type: 'deal.stage_moved',
  recordType: 'deal',
  recordId: '01930000-0000-7000-8000-000000000003',
  dealId: '01930000-0000-7000-8000-000000000003',
  payload: { from: 'qualified', to: 'technical', by: 'Mara' },
  at: '2026-11-21T10:00:00.000Z',
};
const ids = { recordType: 'deal', recordId: event.recordId, dealId: event.dealId };
const read = (format: 'standard' | 'cloudevents', includeData: boolean, of = event): unknown => JSON.parse(render(of, { format, includeData }).body);

test('a thin message names the record and nothing else', () => {
  assert.deepEqual(read('standard', false), { type: 'deal.stage_moved', timestamp: event.at, data: ids });
  assert.equal(render(event, { format: 'standard', includeData: false }).contentType, 'application/json');
});

test('with its data it says what happened', () => {
  assert.deepEqual(read('standard', true), { type: 'deal.stage_moved', timestamp: event.at, data: { ...ids, event: event.payload } });
});

test('with the attribute names of CloudEvents 1.0', () => {
  const { contentType } = render(event, { format: 'cloudevents', includeData: false });
  assert.match(contentType, /^application\/cloudevents\+json/);
  assert.deepEqual(read('cloudevents', false), {
    specversion: '1.0',
    id: messageIdOf(event.id),
    source: `urn:uuid:${event.tenantId}`,
    type: 'deal.stage_moved',
    time: event.at,
    subject: `deal/${event.recordId}`,
    datacontenttype: 'application/json',
    data: ids,
  });
});

test('what would be larger than 20 kB is sent thin', () => {
  const large = { ...event, payload: { note: 'ü'.repeat(12_000) } };
  assert.deepEqual(read('standard', true, large), { type: 'deal.stage_moved', timestamp: event.at, data: ids });
});

test('of an address only its host and its end are shown', () => {
  assert.equal(masked('https://hooks.example.com/services/T000/B000/verysecret'), 'hooks.example.com/…cret');
  assert.equal(masked('https://hooks.example.com:8443/in'), 'hooks.example.com:8443/…');
  assert.equal(masked('https://hooks.example.com'), 'hooks.example.com');
  assert.ok(!masked('https://hooks.example.com/?token=abcdefgh').includes('abcde'));
});
