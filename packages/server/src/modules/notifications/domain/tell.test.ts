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

test('an endpoint of webhooks that was disabled by itself is told to owners and admins, one that somebody disabled is not', () => {
  const told = tellingsOf(event('webhook.disabled', { endpoint: 'hooks.example.com/…4f2a', why: 'failing', lastError: 'The connection was refused.' }));
  assert.deepEqual(
    told.map((one) => one.side === 'vendor' && one.role),
    ['owner', 'admin'],
  );
  for (const one of told) {
    assert.match(one.title, /hooks\.example\.com/);
    assert.match(one.body, /120 hours.*refused.*replayed/);
    assert.match(one.path, /^\/settings\/webhooks\/./);
  }
  assert.equal(tellingsOf(event('webhook.disabled', { endpoint: 'x', why: 'gone' })).length, 2);
  assert.deepEqual(tellingsOf(event('webhook.disabled', { endpoint: 'x', why: 'by_person' })), []);
  assert.deepEqual(tellingsOf(event('webhook.enabled', { endpoint: 'x', why: 'gone' })), []);
});

const told = (type: string, payload: Record<string, unknown> = {}, dealId: string | null = 'deal') =>
  tellingsOf({ type, recordId: 'record', dealId, payload }).map(
    (one) => one.side === 'vendor' && [one.event, one.role, one.ownerFirst ?? false, one.title, one.path],
  );

test('what outside systems have happen is told to those who wait for it, and never to a partner', () => {
  assert.deepEqual(told('connection.stopped', { name: 'Salesforce', sentence: 'The token was revoked.' }, null), [
    ['connection.stopped', 'owner', false, 'The connection Salesforce stopped', '/connections/record'],
    ['connection.stopped', 'admin', false, 'The connection Salesforce stopped', '/connections/record'],
  ]);
  assert.deepEqual(told('invitation.received', { with: 'AWS', sender: 'AWS', title: 'Warehouse' }, null), [
    ['cosell.invited', 'alliance_manager', false, 'AWS invites you: Warehouse', '/cosell/invitations'],
  ]);
  assert.deepEqual(told('cosell.review_changed', { with: 'AWS', from: 'waiting', to: 'needs_work', sentence: 'Say more.' }), [
    ['cosell.reviewed', 'alliance_manager', true, 'AWS asks for more', '/deals/deal'],
  ]);
  assert.deepEqual(told('offer.accepted', { name: 'Two years', marketplaceName: 'AWS Marketplace' }), [
    ['offer.decided', 'alliance_manager', true, 'The offer “Two years” was accepted', '/deals/deal'],
  ]);
  assert.deepEqual(told('disbursement.unmatched', { marketplace: 'AWS Marketplace', lines: 2 }, null), [
    ['billing.unmatched', 'finance', false, '2 billed lines of AWS Marketplace match no agreement', '/disbursements'],
  ]);
});

test('nobody is told what they did themselves, each step of a review, or a walk over everything', () => {
  assert.deepEqual(told('cosell.review_changed', { with: 'AWS', from: 'draft', to: 'waiting' }), []);
  assert.deepEqual(told('cosell.review_changed', { with: 'AWS', from: 'accepted', to: 'accepted', label: 'Committed' }), []);
  assert.deepEqual(told('conflict.opened', { field: 'amount', walking: true }), []);
  assert.deepEqual(told('disbursement.unmatched', { marketplace: 'AWS Marketplace', agreementKey: null, lines: 1 }), []);
  assert.deepEqual(told('offer.withdrawn', { name: 'Two years' }), []);
  assert.equal(told('conflict.opened', { field: 'amount', connection: 'Salesforce' }).length, 1);
});
