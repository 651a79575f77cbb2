import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { getMigrations } from 'better-auth/db/migration';
import { TOTP, URI } from 'otpauth';
import { authOptions, createAuthPool } from './auth.ts';
import { SignInGuard } from './sign-in-guard.ts';
import { PASSWORD, PUBLIC_URL, startIdentity } from './identity.fixture.ts';

const it = await startIdentity();

describe('signing in', () => {
  let tenantId: string;
  before(async () => {
    tenantId = await it.workspace('northwind', 'Northwind');
    await it.member(tenantId, 'owner@northwind.example', 'owner', { password: PASSWORD });
    await it.member(tenantId, 'second@northwind.example', 'admin', { password: PASSWORD });
    await it.member(tenantId, 'mail@northwind.example', 'seller');
  });
  after(() => it.close());

  test('our tables hold all that the login library writes', async () => {
    const options = authOptions({
      pool: createAuthPool({}, () => undefined),
      secret: 's'.repeat(43),
      publicUrl: PUBLIC_URL,
      guard: new SignInGuard(() => new Date()),
      sendResetLink: async () => undefined,
      sendSignInLink: async () => undefined,
      sendNotice: async () => undefined,
      onChange: () => undefined,
      log: { error: () => undefined, warn: () => undefined },
    });
    const { toBeAdded, toBeCreated } = await getMigrations({ ...options, database: it.admin });
    assert.deepEqual([toBeCreated, toBeAdded], [[], []]);
  });

  test('a password opens a session, a wrong one and an unknown address are told alike', async () => {
    const browser = it.browser();
    assert.equal((await browser.get('/whoami')).status, 401);
    const wrong = await browser.post('/api/auth/sign-in/email', { email: 'owner@northwind.example', password: 'not the password' });
    const unknown = await browser.post('/api/auth/sign-in/email', { email: 'nobody@northwind.example', password: 'not the password' });
    assert.equal(wrong.status, 401);
    assert.deepEqual(wrong, unknown);
    const right = await browser.post('/api/auth/sign-in/email', { email: 'Owner@Northwind.example', password: PASSWORD });
    assert.equal(right.status, 200);
    const me = await browser.get('/whoami');
    assert.deepEqual([me.status, me.body['tenantId'], me.body['role'], me.body['kind']], [200, tenantId, 'owner', 'person']);
    assert.equal((await browser.get('/whoami', { 'entente-workspace': 'northwind' })).status, 200);
    assert.equal((await browser.get('/whoami', { 'entente-workspace': 'elsewhere' })).status, 404);
    const copied = [...browser.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    assert.equal((await browser.post('/api/auth/sign-out', {})).status, 200);
    assert.equal((await it.browser().get('/whoami', { cookie: copied })).status, 401, 'the cookie is worth nothing after signing out');
  });

  test('without a mail server the answer says that mail is kept, whoever is asked for; nothing else says it', async () => {
    const ask = async (path: string, email: string) =>
      (
        await it.app.inject({
          method: 'POST',
          url: `/api/auth/${path}`,
          headers: { origin: PUBLIC_URL, 'content-type': 'application/json' },
          payload: JSON.stringify({ email, password: 'x'.repeat(12) }),
        })
      ).headers['entente-mail'];
    assert.deepEqual(
      [
        await ask('sign-in/magic-link', 'mail@northwind.example'),
        await ask('sign-in/magic-link', 'nobody@northwind.example'),
        await ask('request-password-reset', 'nobody@northwind.example'),
        await ask('sign-in/email', 'mail@northwind.example'),
      ],
      ['kept', 'kept', 'kept', undefined],
    );
  });

  test('nobody can sign up, and the cookie is out of reach of scripts', async () => {
    const browser = it.browser();
    assert.equal((await browser.post('/api/auth/sign-up/email', { email: 'new@northwind.example', name: 'New', password: PASSWORD })).status, 404);
    const answer = await it.app.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      headers: { origin: PUBLIC_URL, 'content-type': 'application/json' },
      payload: JSON.stringify({ email: 'owner@northwind.example', password: PASSWORD }),
    });
    const cookie = [answer.headers['set-cookie'] ?? []].flat().find((line) => line.startsWith('entente.session_token='));
    assert.match(cookie ?? '', /HttpOnly/i);
    assert.match(cookie ?? '', /SameSite=Lax/i);
  });

  test('over https the cookie travels only there', () => {
    const settings = {
      pool: createAuthPool({}, () => undefined),
      secret: 's'.repeat(43),
      guard: new SignInGuard(() => new Date()),
      sendResetLink: async () => undefined,
      sendSignInLink: async () => undefined,
      sendNotice: async () => undefined,
      onChange: () => undefined,
      log: { error: () => undefined, warn: () => undefined },
    };
    assert.equal(authOptions({ ...settings, publicUrl: 'https://entente.example' }).advanced.useSecureCookies, true);
    assert.deepEqual(authOptions({ ...settings, publicUrl: 'https://entente.example' }).trustedOrigins, ['https://entente.example']);
    assert.equal(authOptions({ ...settings, publicUrl: PUBLIC_URL }).advanced.useSecureCookies, false);
  });

  test('a request from another site is refused', async () => {
    const browser = it.browser();
    await browser.post('/api/auth/sign-in/email', { email: 'owner@northwind.example', password: PASSWORD });
    const foreign = await browser.post('/api/auth/sign-out', {}, { origin: 'https://evil.example' });
    assert.equal(foreign.status, 403);
    assert.equal((await browser.get('/whoami')).status, 200);
    const login = await it
      .browser()
      .post(
        '/api/auth/sign-in/email',
        { email: 'owner@northwind.example', password: PASSWORD },
        { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
      );
    assert.equal(login.status, 403);
  });

  test('too many tries for one address are refused from wherever they come', async () => {
    const tries = [];
    for (let turn = 0; turn < 12; turn += 1)
      tries.push((await it.browser().post('/api/auth/sign-in/email', { email: 'target@northwind.example', password: 'guess number x' })).status);
    assert.deepEqual(tries, [...Array<number>(10).fill(401), 429, 429]);
    const flood = it.browser();
    const statuses = [];
    for (let turn = 0; turn < 12; turn += 1)
      statuses.push((await flood.post('/api/auth/sign-in/email', { email: `other${turn}@northwind.example`, password: 'guess number x' })).status);
    assert.equal(statuses.at(-1), 429);
  });

  test('a link from the mail signs in once; an unknown address gets the same answer and no mail', async () => {
    const browser = it.browser();
    const known = await browser.post('/api/auth/sign-in/magic-link', { email: 'mail@northwind.example', callbackURL: '/deals', errorCallbackURL: '/sign-in' });
    const unknown = await browser.post('/api/auth/sign-in/magic-link', { email: 'nobody@northwind.example', callbackURL: '/deals' });
    assert.deepEqual([known.status, known.body], [200, { status: true }]);
    assert.deepEqual(unknown, known);
    await it.identity.idle();
    assert.equal((await it.admin.query('select 1 from mail_message where to_address = $1', ['nobody@northwind.example'])).rowCount, 0);
    const link = await it.linkTo('mail@northwind.example');
    const token = new URL(link).searchParams.get('token') ?? '';
    assert.equal((await it.admin.query('select 1 from verification where identifier = $1', [token])).rowCount, 0, 'only a hash of the token is stored');
    const { rows } = await it.admin.query<{ seconds: number }>(
      'select extract(epoch from "expiresAt" - "createdAt")::float as seconds from verification where value like $1',
      ['%mail@northwind.example%'],
    );
    assert.ok(Math.abs((rows[0]?.seconds ?? 0) - 600) < 5);
    const opened = await browser.get(link);
    assert.deepEqual([opened.status, opened.location], [302, `${PUBLIC_URL}/deals`]);
    assert.equal((await browser.get('/whoami')).body['role'], 'seller');
    const again = it.browser();
    assert.match((await again.get(link)).location, /\/sign-in\?error=INVALID_TOKEN/);
    assert.equal((await again.get('/whoami')).status, 401);
    assert.equal((await browser.post('/api/auth/sign-in/magic-link', { email: 'mail@northwind.example', callbackURL: 'https://evil.example/' })).status, 403);
  });

  test('a forgotten password is set by mail, which ends other sessions', async () => {
    await it.member(tenantId, 'reset@northwind.example', 'seller', { password: PASSWORD });
    const old = it.browser();
    await old.post('/api/auth/sign-in/email', { email: 'reset@northwind.example', password: PASSWORD });
    assert.equal((await old.get('/whoami')).status, 200);
    const browser = it.browser();
    const known = await browser.post('/api/auth/request-password-reset', { email: 'reset@northwind.example' });
    assert.deepEqual(await browser.post('/api/auth/request-password-reset', { email: 'nobody@northwind.example' }), known);
    const token = new URL(await it.linkTo('reset@northwind.example')).searchParams.get('token');
    assert.equal((await browser.post('/api/auth/reset-password', { token, newPassword: 'short' })).status, 400);
    assert.equal((await browser.post('/api/auth/reset-password', { token, newPassword: 'another good password' })).status, 200);
    assert.equal((await old.get('/whoami')).status, 401);
    assert.equal((await browser.post('/api/auth/sign-in/email', { email: 'reset@northwind.example', password: 'another good password' })).status, 200);
  });

  test('with a second factor neither a password nor a link is enough', async () => {
    const email = 'second@northwind.example';
    const browser = it.browser();
    await browser.post('/api/auth/sign-in/email', { email, password: PASSWORD });
    const enabled = await browser.post('/api/auth/two-factor/enable', { password: PASSWORD });
    assert.equal(enabled.status, 200);
    const totp = URI.parse(String(enabled.body['totpURI']));
    assert.ok(totp instanceof TOTP);
    const backupCodes = enabled.body['backupCodes'] as string[];
    const stored = await it.admin.query<{ secret: string; backupCodes: string }>('select secret, "backupCodes" from "twoFactor"');
    assert.ok(!stored.rows[0]?.secret.includes(totp.secret.utf8) && !stored.rows[0]?.backupCodes.includes(backupCodes[0] ?? '-'), 'both are encrypted');
    assert.equal((await browser.post('/api/auth/two-factor/verify-totp', { code: totp.generate() })).status, 200);

    const next = it.browser();
    const half = await next.post('/api/auth/sign-in/email', { email, password: PASSWORD });
    assert.equal(half.body['twoFactorRedirect'], true);
    assert.equal((await next.get('/whoami')).status, 401);
    const wrong = totp.generate() === '000000' ? '111111' : '000000';
    assert.equal((await next.post('/api/auth/two-factor/verify-totp', { code: wrong })).status, 401);
    assert.equal((await next.post('/api/auth/two-factor/verify-totp', { code: totp.generate() })).status, 200);
    assert.equal((await next.get('/whoami')).body['role'], 'admin');

    const byLink = it.browser();
    await byLink.post('/api/auth/sign-in/magic-link', { email, callbackURL: '/deals/1?tab=team' });
    const opened = await byLink.get(await it.linkTo(email));
    assert.deepEqual([opened.status, opened.location], [302, `${PUBLIC_URL}/sign-in?step=second-factor&next=%2Fdeals%2F1%3Ftab%3Dteam`]);
    assert.equal((await byLink.get('/whoami')).status, 401);
    assert.equal((await byLink.post('/api/auth/two-factor/verify-backup-code', { code: backupCodes[0] })).status, 200);
    assert.equal((await byLink.get('/whoami')).status, 200);

    const guessing = it.browser();
    await guessing.post('/api/auth/sign-in/email', { email, password: PASSWORD });
    for (let turn = 0; turn < 5; turn += 1) await guessing.post('/api/auth/two-factor/verify-totp', { code: wrong });
    assert.notEqual((await guessing.post('/api/auth/two-factor/verify-totp', { code: totp.generate() })).status, 200, 'five wrong codes end the challenge');
  });

  test('ten wrong codes in a row lock the second factor, however many sign-ins they are spread over', async () => {
    const email = 'locked@northwind.example';
    await it.member(tenantId, email, 'seller', { password: PASSWORD });
    const browser = it.browser();
    await browser.post('/api/auth/sign-in/email', { email, password: PASSWORD });
    const totp = URI.parse(String((await browser.post('/api/auth/two-factor/enable', { password: PASSWORD })).body['totpURI']));
    assert.ok(totp instanceof TOTP);
    await browser.post('/api/auth/two-factor/verify-totp', { code: totp.generate() });
    for (let round = 0; round < 3; round += 1) {
      const guessing = it.browser();
      await guessing.post('/api/auth/sign-in/email', { email, password: PASSWORD });
      for (let turn = 0; turn < 4; turn += 1) await guessing.post('/api/auth/two-factor/verify-totp', { code: 'wrong!' });
    }
    const right = it.browser();
    await right.post('/api/auth/sign-in/email', { email, password: PASSWORD });
    const refused = await right.post('/api/auth/two-factor/verify-totp', { code: totp.generate() });
    assert.deepEqual([refused.status, refused.body['code']], [429, 'ACCOUNT_TEMPORARILY_LOCKED']);
    await it.admin.query(`update "twoFactor" set "lockedUntil" = now() - interval '1 second' where "lockedUntil" is not null`);
    assert.equal((await right.post('/api/auth/two-factor/verify-totp', { code: totp.generate() })).status, 200);
  });

  test('a trusted device is not asked for a code until its person ends other sessions', async () => {
    const email = 'trusted@northwind.example';
    await it.member(tenantId, email, 'seller', { password: PASSWORD });
    const browser = it.browser();
    await browser.post('/api/auth/sign-in/email', { email, password: PASSWORD });
    const totp = URI.parse(String((await browser.post('/api/auth/two-factor/enable', { password: PASSWORD })).body['totpURI']));
    assert.ok(totp instanceof TOTP);
    await browser.post('/api/auth/two-factor/verify-totp', { code: totp.generate() });
    const device = it.browser();
    await device.post('/api/auth/sign-in/email', { email, password: PASSWORD });
    assert.equal((await device.post('/api/auth/two-factor/verify-totp', { code: totp.generate(), trustDevice: true })).status, 200);
    await device.post('/api/auth/sign-out', {});
    const again = await device.post('/api/auth/sign-in/email', { email, password: PASSWORD });
    assert.deepEqual([again.status, again.body['twoFactorRedirect']], [200, undefined]);

    const listed = await browser.get('/api/auth/own-sessions');
    assert.equal(listed.status, 200);
    const sessions = Object.values(listed.body) as Record<string, unknown>[];
    assert.deepEqual(
      sessions.map((session) => session['current']),
      [true, false],
    );
    assert.ok(!JSON.stringify(listed.body).includes('token'), 'no token leaves the server');
    assert.equal((await browser.get('/api/auth/list-sessions')).status, 404);
    assert.deepEqual((await browser.post('/api/auth/own-sessions/end-others', {})).body, { ended: 1 });
    assert.equal((await device.get('/whoami')).status, 401);
    assert.equal((await browser.get('/whoami')).status, 200);
    assert.equal((await device.post('/api/auth/sign-in/email', { email, password: PASSWORD })).body['twoFactorRedirect'], true);
  });

  test('a changed password ends other sessions and is told by mail', async () => {
    const email = 'changer@northwind.example';
    await it.member(tenantId, email, 'seller', { password: PASSWORD });
    const other = it.browser();
    await other.post('/api/auth/sign-in/email', { email, password: PASSWORD });
    const browser = it.browser();
    await browser.post('/api/auth/sign-in/email', { email, password: PASSWORD });
    const wrong = await browser.post('/api/auth/change-password', {
      currentPassword: 'not the password',
      newPassword: 'a better password',
      revokeOtherSessions: true,
    });
    assert.deepEqual([wrong.status, wrong.body['code']], [400, 'INVALID_PASSWORD']);
    await it.identity.idle();
    const notices = async () =>
      (await it.admin.query('select 1 from mail_message where to_address = $1 and subject like $2', [email, 'Your password%'])).rowCount;
    assert.equal(await notices(), 0);
    const right = await browser.post('/api/auth/change-password', { currentPassword: PASSWORD, newPassword: 'a better password', revokeOtherSessions: true });
    assert.equal(right.status, 200);
    assert.deepEqual([(await browser.get('/whoami')).status, (await other.get('/whoami')).status], [200, 401]);
    await it.identity.idle();
    assert.equal(await notices(), 1);
  });

  test('who works in two workspaces reads the one the browser remembers and writes where the header says', async () => {
    const elsewhere = await it.workspace('southwind', 'Southwind');
    const { userId } = await it.member(tenantId, 'both@northwind.example', 'seller', { password: PASSWORD });
    await it.member(elsewhere, 'both@northwind.example', 'admin');
    assert.ok(userId);
    const browser = it.browser();
    await browser.post('/api/auth/sign-in/email', { email: 'both@northwind.example', password: PASSWORD });
    assert.equal((await browser.get('/whoami')).body['tenantId'], tenantId);
    browser.jar.set('entente.workspace', 'southwind');
    assert.equal((await browser.get('/whoami')).body['tenantId'], elsewhere);
    assert.equal((await browser.get('/whoami', { 'entente-workspace': 'northwind' })).body['tenantId'], tenantId);
    browser.jar.set('entente.workspace', 'not-mine');
    assert.equal((await browser.get('/whoami')).body['tenantId'], tenantId, 'a workspace that is not theirs is ignored');
  });

  test('a passkey can be asked for and offered', async () => {
    const browser = it.browser();
    const offered = await browser.get('/api/auth/passkey/generate-authenticate-options');
    assert.deepEqual([offered.status, offered.body['rpId'], offered.body['userVerification']], [200, 'localhost', 'required']);
    assert.equal((await browser.get('/api/auth/passkey/generate-register-options')).status, 401);
    await browser.post('/api/auth/sign-in/email', { email: 'owner@northwind.example', password: PASSWORD });
    const asked = await browser.get('/api/auth/passkey/generate-register-options');
    assert.equal(asked.status, 200);
    assert.deepEqual(asked.body['rp'], { name: 'Entente', id: 'localhost' });
    assert.deepEqual((await browser.get('/api/auth/passkey/list-user-passkeys')).status, 200);
  });
});
