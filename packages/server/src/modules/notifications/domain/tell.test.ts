import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { tellingsOf, type Happened } from './tell.ts';

const event = (type: string, payload: Record<string, unknown> = {}, dealId: string | null = null): Happened => ({
  type,
  recordId: 'record',
  dealId,
  payload: { number: 12, companyName: 'Acme', partnerId: 'partner', holderId: 'holder', by: 'Jane Roe', partnerSentence: null, ...payload },
});
const seen = (happened: Happened) => tellingsOf(happened).map((one) => [one.side, one.event, one.title]);

test('a partner is told what is said to it, the holder what waits', () => {
  assert.deepEqual(seen(event('registration.approved', { partnerSentence: 'Approved.' })), [['partner', 'registration.decided', 'R-12 Acme: approved']]);
  assert.deepEqual(seen(event('registration.ruled', { effect: 'review' })), [['vendor', 'registration.waiting', 'R-12 Acme waits for a decision']]);
  assert.deepEqual(seen(event('registration.ruled', { effect: 'approve' })), []);
  assert.deepEqual(seen(event('registration.escalated', { partnerSentence: 'Late.', role: 'admin' })), [
    ['partner', 'registration.late', 'R-12 Acme: the decision is late'],
    ['vendor', 'registration.late', 'R-12 Acme is late'],
  ]);
  assert.deepEqual(seen(event('lead.offered', { partnerSentence: 'A lead.' })), [['partner', 'lead.offered', 'L-12 Acme: a lead for you']]);
  assert.deepEqual(seen(event('lead.updated', { partnerId: null, state: 'with_vendor' })), [['vendor', 'lead.late', 'L-12 Acme came back to you']]);
  assert.deepEqual(seen(event('case.opened', { partnerSentence: 'Give evidence.' })), [['partner', 'case.opened', 'C-12 Acme: give your evidence']]);
  assert.deepEqual(seen(event('case.opened', { partnerId: null })), [['vendor', 'case.opened', 'C-12 Acme is yours to rule']]);
});

test('the distributor that acted for a reseller is told too', () => {
  const [one] = tellingsOf(event('registration.rejected', { partnerSentence: 'No.', actingPartnerId: 'distributor' }));
  assert.deepEqual(one?.side === 'partner' && one.partnerIds, ['partner', 'distributor']);
});

test('a comment reaches partners only when it was written to them', () => {
  const comment = (payload: Record<string, unknown>) =>
    tellingsOf(event('comment.added', { excerpt: 'Private words', ...payload }, 'deal')).filter((one) => one.side === 'partner');
  assert.equal(comment({}).length, 0);
  assert.equal(comment({ visibleTo: 'workspace' }).length, 0);
  assert.equal(comment({ visibleTo: 'partner', partnerId: null }).length, 0);
  assert.deepEqual(
    comment({ visibleTo: 'partner', partnerId: 'p' }).map((one) => one.side === 'partner' && one.partnerIds),
    [['p']],
  );
  assert.deepEqual(
    comment({ visibleTo: 'partners', partnerId: null }).map((one) => one.side === 'partner' && one.partnerIds),
    ['deal'],
  );
});

test('what is told to a partner holds the sentence meant for it and no other word of the event', () => {
  const secret = 'Kestrel is the other partner';
  const types = [
    'created',
    'submitted',
    'ruled',
    'approved',
    'rejected',
    'asked',
    'answered',
    'warned',
    'escalated',
    'expiring',
    'silent',
    'revoked',
    'withdrawn',
    'assigned',
    'note',
    'offered',
    'pulled_back',
    'opened',
    'appealed',
    'added',
    'updated',
    'ended',
    'constructor',
    '__proto__',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom('registration', 'lead', 'case', 'share', 'participant', 'comment', 'toString', 'deal'),
      fc.constantFrom(...types),
      fc.constantFrom(null, 'Told.'),
      (subject, kind, partnerSentence) => {
        const happened = event(
          `${subject}.${kind}`,
          {
            partnerSentence,
            by: secret,
            reason: secret,
            why: secret,
            privateNote: secret,
            ruleId: secret,
            partnerName: secret,
            excerpt: secret,
            visibleTo: 'workspace',
          },
          'deal',
        );
        for (const one of tellingsOf(happened)) if (one.side === 'partner') assert.ok(!JSON.stringify(one).includes(secret));
      },
    ),
    { numRuns: 1000 },
  );
});

test('what was imported is history, and told to nobody', () => {
  assert.deepEqual(tellingsOf(event('participant.added', { imported: true }, 'deal')), []);
});
