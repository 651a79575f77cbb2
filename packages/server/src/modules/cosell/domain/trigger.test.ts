import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClockTrigger, PlayDefinition } from './play.ts';
import { clockFires, conditionHolds, listensTo } from './trigger.ts';
import type { ClockFacts } from './trigger.ts';

const now = '2025-06-01T09:00:00Z';
const facts: ClockFacts = {
  dealId: 'd',
  isOpen: true,
  amountMinor: 20_000_000,
  currency: 'EUR',
  closeOn: '2025-05-25',
  lastActivityAt: '2025-05-01T00:00:00Z',
  openedAt: '2025-01-01T00:00:00Z',
  participants: 0,
  renewsOn: '2025-07-01',
  usageChangePercent: -30,
  usagePeriod: '2025-05',
};
const play = (clock: ClockTrigger): PlayDefinition => ({
  key: 'p',
  version: 1,
  name: 'P',
  purpose: '',
  trigger: { clock },
  condition: 'deal.stage == "technical"',
  steps: [],
  kpis: [],
});

test('each clock check fires when due, with one key per occasion', () => {
  const cases: [ClockTrigger, string][] = [
    [{ check: 'stalled', days: 21 }, 'Nothing has happened for 31 days.'],
    [{ check: 'close_slipped' }, 'The close date passed 7 days ago.'],
    [{ check: 'renewal', days: 90 }, 'The renewal is due in 30 days.'],
    [{ check: 'high_value_without_partner', amountMinor: 10_000_000 }, 'EUR 200,000 is pursued without any partner.'],
    [{ check: 'usage', percent: -20 }, 'Usage fell by 30%.'],
  ];
  for (const [clock, reason] of cases) {
    const fired = clockFires(play(clock), facts, now);
    assert.equal(fired?.reason, reason);
    assert.equal(clockFires(play(clock), facts, '2025-06-02T10:00:00Z')?.key, fired?.key);
  }
});

test('it stays quiet otherwise', () => {
  assert.equal(clockFires(play({ check: 'stalled', days: 40 }), facts, now), null);
  assert.equal(clockFires(play({ check: 'stalled', days: 21 }), { ...facts, isOpen: false }, now), null);
  assert.equal(clockFires(play({ check: 'renewal', days: 20 }), facts, now), null);
  assert.equal(clockFires(play({ check: 'usage', percent: 20 }), facts, now), null);
  assert.equal(clockFires(play({ check: 'high_value_without_partner', amountMinor: 1 }), { ...facts, participants: 1 }, now), null);
  assert.equal(listensTo(play({ check: 'close_slipped' }), 'deal.created'), false);
  assert.deepEqual(conditionHolds(play({ check: 'close_slipped' }), { deal: { stage: 'technical' } }), { ok: true, value: true });
});
