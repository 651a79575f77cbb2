import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDaysAfter, followOf, type CloudState } from './follow.ts';
import { domainOf } from './invitation.ts';
import { requirements } from './requirements.ts';
import { backOffOf, sameStepInput } from './step.ts';

const NOW = new Date('2026-11-20T10:00:00Z'); // a Friday
const state = (key: string, more: Partial<CloudState> = {}): CloudState => ({ key, label: key, stage: null, sentence: null, ...more });
const follow = (each: CloudState) => followOf(each, 'Cloud One', 'Warehouse', NOW);

test('each state of a review says where the route stands, what is next and until when', () => {
  const routes = [
    state('draft'),
    state('waiting', { label: 'Submitted' }),
    state('waiting', { label: 'In review' }),
    state('needs_work', { sentence: 'Mend the postal code.' }),
    state('accepted', { stage: 'technical' }),
    state('accepted', { stage: 'won' }),
    state('accepted', { stage: 'lost' }),
    state('refused'),
  ].map((each) => follow(each));
  assert.deepEqual(
    routes.map((each) => each?.route),
    ['draft', 'submitted', 'in_review', 'action_required', 'approved', 'launched', 'cancelled', 'rejected'],
  );
  assert.deepEqual(
    routes.map((each) => each?.ask?.kind ?? null),
    [null, null, null, 'cosell_action', null, null, null, 'cosell_rejected'],
  );
  for (const each of routes) assert.equal(each?.nextStep === null, each?.dueAt === null, 'what is next has a clock');
  assert.equal(routes[3]?.dueAt, '2026-11-27T10:00:00.000Z');
  assert.equal(routes[3]?.ask?.title, 'Cloud One asks: Mend the postal code.');
});

test('a state nobody knows moves nothing', () => assert.equal(follow(state('elsewhere')), null));

test('a long request is cut in titles and kept in the detail', () => {
  const asked = follow(state('needs_work', { sentence: 'x'.repeat(500) }))?.ask;
  assert.ok((asked?.title.length ?? 999) <= 180);
  assert.match(asked?.detail ?? '', /x{500}/);
});

test('business days pass over weekends', () => {
  assert.equal(businessDaysAfter(NOW, 1).toISOString(), '2026-11-23T10:00:00.000Z');
  assert.equal(businessDaysAfter(new Date('2026-11-21T10:00:00Z'), 1).toISOString(), '2026-11-23T10:00:00.000Z');
});

test('the domain of a website, however it is written', () => {
  assert.equal(domainOf('https://WWW.Nordwind.example/shop?x=1'), 'nordwind.example');
  assert.equal(domainOf('nordwind.example'), 'nordwind.example');
  for (const nothing of [null, '', '   ', 'localhost', 'not a site', 'http://']) assert.equal(domainOf(nothing), null, String(nothing));
});

test('wanting the same in another order is the same; waiting grows', () => {
  assert.ok(sameStepInput({ type: 'a', id: 'b' }, { id: 'b', type: 'a' }));
  assert.ok(!sameStepInput({ type: 'a', id: 'b' }, { type: 'a', id: 'c' }));
  const waits = [1, 2, 3, 4, 5, 6, 7, 100].map(backOffOf);
  assert.deepEqual(
    waits,
    [...waits].sort((a, b) => a - b),
  );
  assert.equal(waits.at(-1), 900_000);
});

test('every requirement is there once, with a source', () => {
  const keys = requirements.map(({ cloud, program, key }) => `${cloud} ${program} ${key}`);
  assert.equal(new Set(keys).size, keys.length);
  for (const each of requirements) assert.ok(each.source.length > 10 && each.required > 0, each.key);
});
