import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { agendaText, briefHtml, briefText } from './brief-format.ts';
import { agenda, renderBrief } from './brief.ts';
import type { BriefFacts } from './brief.ts';
import { dealFacts } from './fixtures.ts';
import { moneyText } from './text.ts';

const facts: BriefFacts = {
  deal: dealFacts({
    participants: [{ partnerId: 'p', partnerName: 'Pine', role: 'resell' }],
    committee: [{ contactId: 'c', name: 'Ida Berg', part: 'economic_buyer', ownerName: null }],
    lastActivityAt: '2025-05-01T00:00:00Z',
  }),
  productNames: { core: 'Core', flow: 'Flow' },
  ties: [
    { partnerId: 'p', partnerName: 'Pine', accountId: 'acme', strength: 0.8, kind: 'incumbent', since: '2022-01-01', evidence: 'Runs the platform' },
    { partnerId: 'q', partnerName: 'Oak', accountId: 'other', strength: 1, kind: 'customer', since: null, evidence: '' },
  ],
  team: null,
  timeline: [
    { id: 't1', at: '2025-04-01T00:00:00Z', text: 'Demo given' },
    { id: 't2', at: '2025-05-01T00:00:00Z', text: 'Price asked' },
  ],
  trigger: { runId: 'r', playName: 'Services attach', reason: 'Stage moved to technical validation.', at: '2025-06-01T00:00:00Z' },
  thinData: [],
  asOf: '2025-06-01T09:00:00Z',
};

test('one page of statements, each with its source', () => {
  const brief = renderBrief(facts);
  assert.deepEqual(
    brief.sections.map((section) => section.key),
    ['why', 'deal', 'relationships', 'team', 'committee', 'timeline', 'gaps'],
  );
  const text = briefText(brief);
  assert.match(text, /- EUR 120,000, at technical validation\. \[Deal D-1, 2025-05-01\]/);
  assert.match(text, /Products: Core and Flow\./);
  assert.match(text, /Pine: incumbent since 2022-01-01, Runs the platform\./);
  assert.match(text, /Nothing has happened for 31 days\./);
  assert.ok(!text.includes('Oak'));
  assert.ok(text.indexOf('Price asked') < text.indexOf('Demo given'));
  assert.deepEqual(renderBrief(facts), brief);
});

test('the agenda fills the meeting to the minute', () => {
  const items = agenda(renderBrief(facts), 45);
  assert.equal(
    items.reduce((sum, item) => sum + item.minutes, 0),
    45,
  );
  assert.match(agendaText(items), /^1\. Who is here and in which role/);
});

test('nothing from outside becomes markup, and every statement has a source', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (name, text) => {
      const brief = renderBrief({
        ...facts,
        deal: { ...facts.deal, name: `<b>${name}`, accountName: name },
        timeline: [{ id: text, at: '2025-05-01T00:00:00Z', text: `<script>${text}` }],
      });
      const html = briefHtml(brief);
      assert.ok(!html.includes('<script') && !html.includes('<b>'));
      assert.equal(html.replace(/<\/?(article|h1|h2|p|section|ul|li|small)( data-source-type="[^"<>]*" data-source-id="[^"<>]*")?>/g, '').match(/[<>]/), null);
      for (const { source } of brief.sections.flatMap((section) => section.statements)) assert.ok(source.type.length > 0 && source.at.length > 0);
      assert.ok(brief.sections.every((section) => section.statements.length <= 6));
    }),
    { numRuns: 100 },
  );
});

test('money in words', () => {
  assert.equal(moneyText(123_456_789, 'EUR'), 'EUR 1,234,567.89');
  assert.equal(moneyText(-500, 'JPY'), 'JPY -500');
  assert.equal(moneyText(1_005, 'KWD'), 'KWD 1.005');
});
