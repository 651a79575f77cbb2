import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync, sign } from 'node:crypto';
import { after, test } from 'node:test';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { readMicrosoftEvents } from './events.ts';
import { simulatedMicrosoft } from './simulated.fixture.ts';

type Message = { readonly method: string; readonly url: string; readonly headers: Record<string, string>; readonly body: Buffer };
const received: Message[] = [];
const listener = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    received.push({ method: 'POST', url: '/', headers, body: Buffer.concat(chunks) });
    response.end();
  });
});
await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
const microsoft = await simulatedMicrosoft();
after(async () => {
  await microsoft.stop();
  listener.close();
});
const { control, world } = microsoft.simulators;
const access = microsoft.access();
control.subscribe({ simulator: 'microsoft', url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`, secret: 'unused' });
const read = (message: Message, by: Access = access) => readMicrosoftEvents(by, '', message);
async function told(name: string, fields: Record<string, string>): Promise<{ id: string; message: Message }> {
  const before = received.length;
  // The simulator learns its own address by being asked.
  await access.request({ method: 'GET', url: `${access.baseUrl ?? ''}/cert/root.cer` });
  const { id } = control.act('microsoft', name, fields) as { id: string };
  await world.events.settle();
  const message = received[before];
  assert.ok(message);
  return { id, message };
}
const refusedAs = (failure: string) => (error: unknown) => error instanceof OutsideError && error.failure === failure;

test('a message about a referral is proved by its certificate, and is a hint where to look', async () => {
  const { id, message } = await told('inbound-referral', { kind: 'co-sell', customer: 'Tide' });
  const [hint, invitation] = await read(message);
  assert.deepEqual([hint?.kind, hint?.outsideId, hint?.type], ['deal', id, 'referral-created']);
  assert.deepEqual([invitation?.kind, invitation?.outsideId], [null, id]);
  assert.equal((await read(message))[0]?.dedupeKey, hint?.dedupeKey);
});

test('another body, another signature, another place for the certificate: refused', async () => {
  const { message } = await told('inbound-referral', { kind: 'co-sell', customer: 'Reef' });
  const altered = Buffer.from(message.body.toString().replace('referral-created', 'referral-updated'));
  await assert.rejects(read({ ...message, body: altered }), refusedAs('auth'));
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const forged = sign('RSA-SHA256', message.body, privateKey).toString('base64');
  const withHeaders = (change: Record<string, string>): Message => ({ ...message, headers: { ...message.headers, ...change } });
  await assert.rejects(read(withHeaders({ authorization: `Signature ${forged}` })), refusedAs('auth'));
  await assert.rejects(read(withHeaders({ authorization: '' })), refusedAs('auth'));
  for (const url of [
    'https://attacker.example/cert.cer',
    'https://3psostorageacct.blob.core.windows.net.attacker.example/c.cer',
    'http://127.0.0.1:1/cert.cer',
    'nothing',
  ])
    await assert.rejects(read(withHeaders({ 'x-ms-certificate-url': url })), refusedAs('auth'), url);
  // A connection to the true Microsoft trusts no simulator.
  await assert.rejects(read(message, microsoft.access({ environment: 'live' })), refusedAs('auth'));
});

test('a certificate whose chain ends with somebody else is none, even from the right place', async () => {
  const { message } = await told('inbound-referral', { kind: 'co-sell', customer: 'Surf' });
  const own = microsoft.access();
  const misled: Access = {
    ...own,
    request: (request) => own.request(request.url.endsWith('/root.cer') ? { ...request, url: request.url.replace('root.cer', 'notifications.cer') } : request),
  };
  await assert.rejects(read(message, misled), refusedAs('auth'));
});

test('a message of the marketplace is proved by its token, and its operation is looked up before anything acts on it', async () => {
  const bought = control.act('microsoft', 'buyer-purchases', { offerId: 'harbour-analytics', planId: 'team', quantity: '10', termUnit: 'P1Y' }) as {
    id: string;
    token: string;
  };
  const { microsoftMarketplace } = await import('./marketplace/marketplace.ts');
  await microsoftMarketplace.fulfil(access, bought.id, { approve: true });
  const { message } = await told('buyer-changes-plan', { id: bought.id, planId: 'scale' });
  const [hint] = await read(message);
  assert.deepEqual([hint?.kind, hint?.outsideId, hint?.type], [null, bought.id, 'marketplace ChangePlan']);
  assert.deepEqual((hint?.body as { verified: unknown } | undefined)?.verified, { status: 'Succeeded', planId: 'scale', quantity: 10 });
  assert.deepEqual(
    (await microsoftMarketplace.entitlements(access, { id: bought.id, productCode: null, buyerAccount: null, entitlementId: null })).map(
      ({ productCode }) => productCode,
    ),
    ['scale'],
  );
  const notice = microsoftMarketplace.readNotice(access, hint?.body);
  assert.deepEqual([notice?.kind, notice?.agreementId, notice?.entitlementId], ['agreement_amended', bought.id, bought.id]);

  const other = microsoft.access({ credentials: { ...access.credentials, clientId: '99999999-aaaa-4aaa-8aaa-999999999999' } });
  await assert.rejects(read(message, other), refusedAs('auth'));
  const [head = '', , signature = ''] = (message.headers['authorization'] ?? '').split('.');
  const claims = Buffer.from(JSON.stringify({ aud: 'x', iss: 'y', exp: 9e9 })).toString('base64url');
  await assert.rejects(read({ ...message, headers: { ...message.headers, authorization: `${head}.${claims}.${signature}` } }), refusedAs('auth'));
  const invented = Buffer.from(JSON.stringify({ id: '00000000-0000-4000-8000-000000000000', subscriptionId: bought.id, action: 'Unsubscribe' }));
  await assert.rejects(read({ ...message, body: invented }), refusedAs('invalid'));
  world.clock.advance(2 * 3_600_000);
  await assert.rejects(read(message), refusedAs('auth'), 'long after');
});
