import { isPartnerRole, staffRoles, partnerRoles, scopesOfRole, type Role } from '@entente/contracts/permissions';
import { Problem } from '@entente/kernel';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashMatches, isUsable, makeApiKey, prefixOf, scopesOfKey } from './api-key.ts';
import { assertOwnerRemains, assertPartnerAdminRemains, assertSameAudience, audienceOf, mayGive, mayOpenSignInLink, type Giver } from './grants.ts';
import { hideSignInLinks } from './hidden-link.ts';
import { placeholderAddress } from './placeholder-address.ts';

const giver = (role: Role, kind: Giver['kind'] = 'person'): Giver => ({ kind, role, scopes: new Set(scopesOfRole[role]) });
const roles: readonly Role[] = [...staffRoles, ...partnerRoles];

test('nobody gives more than they have, and only an owner in person makes an owner', () => {
  for (const role of roles) {
    assert.equal(mayGive(giver('owner'), role), true);
    assert.equal(mayGive(giver('admin'), role), role !== 'owner', role);
    assert.equal(mayGive(giver('owner', 'api_key'), role), role !== 'owner');
    for (const from of roles.filter((each) => each !== 'owner')) {
      if (!isPartnerRole(role) && mayGive(giver(from), role))
        assert.ok(
          scopesOfRole[role].every((scope) => scopesOfRole[from].includes(scope)),
          `${from} gave ${role}`,
        );
    }
  }
  for (const role of partnerRoles)
    assert.deepEqual(
      roles.filter((from) => mayGive(giver(from), role)),
      ['owner', 'admin', 'partner_manager', 'alliance_manager', 'partner_admin'],
    );
  assert.ok(staffRoles.every((role) => !mayGive(giver('partner_admin'), role)));
  assert.equal(mayGive(giver('partner_manager'), 'admin'), false);
  assert.equal(mayGive(giver('seller'), 'finance'), false);
});

test('who hands out a partner’s role does not thereby sign in as its people', () => {
  for (const role of partnerRoles) {
    const openers = roles.flatMap((from) =>
      (['person', 'api_key'] as const).filter((kind) => mayOpenSignInLink(giver(from, kind), role)).map((kind) => `${from} ${kind}`),
    );
    assert.deepEqual(openers, ['owner person']);
  }
  assert.equal(mayOpenSignInLink(giver('admin'), 'seller'), true);
  assert.equal(mayOpenSignInLink(giver('partner_manager'), 'seller'), false);
});

test('the audience follows from role and partner', () => {
  assert.equal(audienceOf('seller', null), 'workspace');
  assert.equal(audienceOf('partner_admin', 'p'), 'partner');
  assert.throws(() => audienceOf('partner_admin', null), Problem);
  assert.throws(() => audienceOf('seller', 'p'), Problem);
  assert.throws(() => assertSameAudience('seller', 'partner_admin'), Problem);
  assert.doesNotThrow(() => assertSameAudience('seller', 'finance'));
});

test('one owner remains', () => {
  assert.throws(() => assertOwnerRemains(['a'], 'a'), Problem);
  assert.doesNotThrow(() => assertOwnerRemains(['a', 'b'], 'a'));
  assert.doesNotThrow(() => assertOwnerRemains(['a'], 'b'));
});

test('one admin of a partner remains', () => {
  assert.throws(() => assertPartnerAdminRemains(['a'], 'a'), Problem);
  assert.doesNotThrow(() => assertPartnerAdminRemains(['a', 'b'], 'a'));
  assert.doesNotThrow(() => assertPartnerAdminRemains(['a'], 'b'));
});

test('an API key has a prefix, a hash and an end', () => {
  const made = makeApiKey(new Uint8Array(40).fill(251));
  assert.equal(prefixOf(made.key), made.prefix);
  assert.ok(hashMatches(made.hash, made.key));
  assert.ok(!hashMatches(made.hash, `${made.key.slice(0, -1)}A`));
  for (const bad of ['', 'ent_', made.key.slice(0, -1), `${made.key}x`, made.key.toUpperCase(), ` ${made.key}`]) assert.equal(prefixOf(bad), null, bad);
  const now = new Date('2026-06-01T00:00:00Z');
  const state = { role: 'seller', scopes: ['deals:read', 'people:write', 'nonsense'], expires_at: null, revoked_at: null };
  assert.deepEqual(scopesOfKey(state), ['deals:read']);
  assert.deepEqual(scopesOfKey({ ...state, role: 'gone' }), []);
  assert.equal(isUsable(state, now), true);
  assert.equal(isUsable({ ...state, expires_at: now.toISOString() }, now), false);
  assert.equal(isUsable({ ...state, revoked_at: '2026-05-01T00:00:00Z' }, now), false);
});

test('an imported person without an address gets one that nobody can own', () => {
  const tenant = '0190a0b0-0000-7000-8000-0123456789ab';
  assert.equal(placeholderAddress('Zoë  O’Neill', tenant), 'zoe-o-neill.0123456789ab@people.invalid');
  assert.equal(placeholderAddress('李 明', tenant), '李-明.0123456789ab@people.invalid');
  assert.equal(placeholderAddress('...', tenant, 2), 'person-2.0123456789ab@people.invalid');
});

test('links that sign in are hidden', () => {
  const text = 'Open http://localhost:4400/api/auth/magic-link/verify?token=abc&callbackURL=%2F now, or https://x.example/reset-password?token=z.';
  assert.ok(!hideSignInLinks(text).includes('token'));
  assert.ok(hideSignInLinks(text).startsWith('Open [link'));
});
