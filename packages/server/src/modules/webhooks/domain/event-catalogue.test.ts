import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { operations, webhookEventTypes } from '@entente/contracts';
import { internalEventTypes, listEventTypes } from './event-catalogue.ts';

/** Texts of the same form that name something else: clocks, triggers of plays, a file. */
const notEvents = new Set([
  'registration.warn',
  'registration.escalate',
  'registration.remind',
  'registration.expire',
  'registration.update_warn',
  'registration.update_review',
  'link.expire',
  'lead.answer',
  'lead.contact',
  'run.step',
  'invitation.ics',
  'case.rule',
  'case.appeal',
  'deal.won',
  'deal.lost',
  'quote.expires',
  'fund.decision',
  'fund.start',
  'fund.end',
  'fund.claim_decision',
  'fund.claim_reminder',
  'fund.claim_end',
  'fund.allocation_end',
]);

test('each event has a sentence and a sample that a receiver could get', () => {
  const listed = listEventTypes();
  assert.deepEqual(
    listed.map(({ type }) => type),
    [...webhookEventTypes],
  );
  for (const { type, sentence, sample } of listed) {
    assert.match(sentence, /^[A-Z][^!]*\.$/, type);
    assert.match(type, /^[a-zA-Z0-9_.]+$/);
    assert.equal(sample['type'], type);
    assert.match(String(sample['timestamp']), /^\d{4}-/);
    assert.ok(typeof sample['data'] === 'object' && sample['data'] !== null && 'recordId' in sample['data']);
  }
  assert.equal(new Set(listed.map(({ sentence }) => sentence)).size, listed.length);
});

test('an event that is written anywhere in the server is listed here, or named as one that stays in the house', () => {
  const server = new URL('../../../', import.meta.url).pathname;
  const files = globSync(['modules/**/*.ts', 'compose/**/*.ts'], { cwd: server }).filter(
    (path) => !/\.(test|fixture|ref)\.ts$/.test(path) && !/^modules\/(webhooks\/domain|notifications)\//.test(path),
  );
  const known = new Set<string>([...webhookEventTypes, ...internalEventTypes]);
  // Types are written as texts, be it in the event itself, in a table of them, or as an argument on the way to it.
  const subjects = [...new Set([...known].map((type) => type.split('.')[0]))].join('|');
  const ofKnownSubject = new RegExp(`'((?:${subjects})\\.[a-z_]+)'`, 'g');
  const inEvents = /events: \[[^\]]*?\btype: '([a-z_]+\.[a-z_]+)'/g;
  const written = new Map(
    files.flatMap((path) => {
      const text = readFileSync(`${server}${path}`, 'utf8');
      const lines = text
        .split('\n')
        .filter((line) => !/_CLOCK\b/.test(line))
        .join('\n');
      return [...lines.matchAll(ofKnownSubject), ...text.matchAll(inEvents)].map((found) => [found[1] ?? '', path] as const);
    }),
  );
  assert.ok(written.size > 90, `the events of the server were found: ${written.size}`);
  assert.deepEqual(
    [...written].filter(([type]) => !known.has(type) && !notEvents.has(type) && !Object.hasOwn(operations, type)),
    [],
  );
});

test('and whatever is listed is written somewhere', () => {
  const server = new URL('../../../', import.meta.url).pathname;
  const text = globSync(['modules/**/*.ts', 'compose/**/*.ts'], { cwd: server })
    .filter(
      (path) =>
        !/\.(test|fixture|ref)\.ts$/.test(path) &&
        !/^modules\/(webhooks\/domain|deals\/domain\/sentence|deals\/domain\/outside-sentences|notifications\/domain)/.test(path),
    )
    .map((path) => readFileSync(`${server}${path}`, 'utf8'))
    .join('\n');
  for (const type of webhookEventTypes) {
    const [subject = '', kind = ''] = type.split('.');
    assert.ok(text.includes(`'${type}'`) || (text.includes(`\`${subject}.$`) && text.includes(kind)), `nothing writes ${type}`);
  }
});
