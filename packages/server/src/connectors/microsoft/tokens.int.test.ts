import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { microsoftReferralRecords } from './cosell/records.ts';
import { simulatedMicrosoft } from './simulated.fixture.ts';
import { tokenFor } from './tokens.ts';

const microsoft = await simulatedMicrosoft();
after(() => microsoft.stop());
const { control, world } = microsoft.simulators;

/** The access with a count of sign-ins. */
function counted(change: Partial<Access> = {}): { access: Access; signIns: () => number } {
  const inner = microsoft.access(change);
  let signIns = 0;
  return {
    access: {
      ...inner,
      request: (request) => {
        if (request.url.endsWith('/token')) signIns += 1;
        return inner.request(request);
      },
    },
    signIns: () => signIns,
  };
}
const failure = async (access: Access): Promise<OutsideError> => {
  const error: unknown = await microsoftReferralRecords(access)
    .whoami()
    .catch((thrown: unknown) => thrown);
  assert.ok(error instanceof OutsideError, String(error));
  return error;
};

test('one token for each service, kept until shortly before its end, and asked for once by many at a time', async () => {
  const { access, signIns } = counted();
  const [first, second] = await Promise.all([tokenFor(access, 'partner'), tokenFor(access, 'partner')]);
  assert.equal(first, second);
  assert.equal(signIns(), 1);
  assert.notEqual(await tokenFor(access, 'marketplace'), first);
  assert.notEqual(await tokenFor(access, 'ingestion'), first);
  assert.equal(signIns(), 3);
  world.clock.advance(3_500_000);
  assert.notEqual(await tokenFor(access, 'partner'), first);
  assert.equal(signIns(), 4);
});

test('a token that was taken back is replaced by a new one, once', async () => {
  const { access, signIns } = counted();
  const records = microsoftReferralRecords(access);
  await records.whoami();
  control.act('microsoft', 'revoke-tokens', { tenant: access.account, what: 'access' });
  await records.whoami();
  assert.equal(signIns(), 2);
});

test('a refresh token that is replaced on use is kept at once, and used by work that still holds the old one', async () => {
  const used: string[] = [];
  const replies = ['second', 'third'];
  const { access: inner } = counted();
  const before = microsoft.kept.length;
  const access: Access = {
    ...inner,
    credentials: { ...inner.credentials, refreshToken: 'first' },
    request: (request) => {
      used.push(new URLSearchParams(String(request.body)).get('refresh_token') ?? '');
      const body = Buffer.from(JSON.stringify({ access_token: `a${used.length}`, expires_in: 3599, refresh_token: replies.shift() }));
      return Promise.resolve({ status: 200, headers: {}, body });
    },
  };
  await tokenFor(access, 'partner');
  world.clock.advance(3_600_000);
  await tokenFor(access, 'partner');
  assert.deepEqual(used, ['first', 'second']);
  assert.deepEqual(microsoft.kept.slice(before), [{ refreshToken: 'second' }, { refreshToken: 'third' }]);
});

test('what is wrong with the sign-in is said with what is to be done, and no secret', async () => {
  const { access } = counted();
  const credentials = (change: Record<string, string>): Partial<Access> => ({ credentials: { ...access.credentials, ...change } });
  const cases: readonly (readonly [Partial<Access>, OutsideError['failure'], RegExp])[] = [
    [credentials({ clientSecret: 'wrong' }), 'auth', /Make a new secret/],
    [credentials({ clientId: 'wrong' }), 'auth', /client id and the tenant/],
    [credentials({ refreshToken: 'wrong' }), 'auth', /Sign in again with a service account/],
    [{ settings: { tenant: '33333333-3333-4333-8333-333333333333' } }, 'auth', /id of the tenant/],
    [{ credentials: {} }, 'auth', /client id and its secret/],
    [{ settings: {} }, 'auth', /directory/],
    [{ baseUrl: 'http://127.0.0.1:9' }, 'unavailable', /could not be reached/],
  ];
  for (const [change, kind, sentence] of cases) {
    const error = await failure(microsoft.access(change));
    assert.equal(error.failure, kind);
    assert.match(error.message, sentence);
    assert.doesNotMatch(`${error.message} ${JSON.stringify(error.exchange)}`, /vendor-secret|refresh-token/);
  }
});

test('a service account that nobody used, or that was shut out, stops the connection with a sentence', async () => {
  world.faults.set('microsoft', { throttle: 1 });
  assert.equal((await failure(microsoft.access())).failure, 'throttled');
  world.faults.set('microsoft', { throttle: 0 });
  const { access } = counted();
  await microsoftReferralRecords(access).whoami();
  control.act('microsoft', 'revoke-tokens', { tenant: access.account, what: 'everything' });
  const error = await failure(access);
  assert.equal(error.failure, 'auth');
  assert.match(error.message, /taken back/);
});
