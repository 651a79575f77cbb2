import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holderState, insistOpen, linkState, whyNot } from './link-state.ts';

const now = new Date('2026-06-10T12:00:00Z');
const link = { expires_at: '2026-06-20T12:00:00.000Z', opened_at: null, used_at: null, revoked_at: null };

test('a link waits, is opened, and ends by use, by being taken back, or by its day', () => {
  const table = [
    [{}, 'waiting', 'open'],
    [{ opened_at: '2026-06-09T00:00:00.000Z' }, 'opened', 'open'],
    [{ expires_at: '2026-06-10T12:00:00.000Z' }, 'expired', 'expired'],
    [{ revoked_at: '2026-06-09T00:00:00.000Z' }, 'revoked', 'revoked'],
    [{ used_at: '2026-06-09T00:00:00.000Z', revoked_at: '2026-06-09T00:00:00.000Z', expires_at: '2026-06-01T00:00:00.000Z' }, 'used', 'used'],
  ] as const;
  for (const [change, staff, holder] of table) {
    assert.equal(linkState({ ...link, ...change }, now), staff);
    assert.equal(holderState({ ...link, ...change }, now), holder);
    assert.equal(whyNot({ ...link, ...change }, now) === null, holder === 'open');
  }
});

test('a used link says when', () => {
  assert.throws(() => insistOpen({ ...link, used_at: '2026-06-09T23:00:00.000Z' }, now), /used on 9 June 2026/);
});
