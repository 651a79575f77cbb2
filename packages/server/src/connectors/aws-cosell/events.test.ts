import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import type { Access } from '../../platform/outside/index.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { readAwsEvents } from './events.ts';

const SECRET = 'whsec-of-the-connection';
const access: Access = {
  tenantId: '00000000-0000-7000-8000-000000000001',
  connectionId: '00000000-0000-7000-8000-000000000002',
  system: 'aws',
  environment: 'simulator',
  baseUrl: null,
  account: '111122223333',
  settings: { catalog: 'AWS' },
  credentials: {},
  tokens: new Map(),
  request: () => Promise.reject(new Error('events are read without a request')),
  keepCredentials: () => Promise.resolve(),
  now: () => new Date(),
};
const eventOf = (type: string, detail: object, source = 'aws.partnercentral-selling'): object => ({
  version: '1',
  id: `${type}-1`,
  source,
  'detail-type': type,
  account: '111122223333',
  detail: { catalog: 'AWS', ...detail },
});
const sign = (body: string, secret = SECRET): string => createHmac('sha256', secret).update(body).digest('hex');
const read = (body: string, signature = sign(body)) =>
  readAwsEvents(access, SECRET, { method: 'POST', url: '/hooks/x', headers: { 'x-entente-signature': signature }, body: Buffer.from(body) });

test('an opportunity is a hint to look at a deal; invitations and engagements are about no record of ours', async () => {
  const events = [
    eventOf('Opportunity Updated', { opportunity: { identifier: 'O123' } }),
    eventOf('Engagement Invitation Created', { engagementInvitation: { id: 'engi-1', participantType: 'Receiver' } }),
    eventOf('Engagement Created', { engagement: { engagementId: 'eng-1' } }),
    eventOf('Engagement Member Added', { engagement: { id: 'eng-2' } }),
    eventOf('Agreement Created', {}, 'aws.agreement-marketplace'),
  ];
  const hints = await read(JSON.stringify(events));
  assert.deepEqual(
    hints.map(({ kind, outsideId }) => [kind, outsideId]),
    [
      ['deal', 'O123'],
      [null, 'engi-1'],
      [null, 'eng-1'],
      [null, 'eng-2'],
      [null, null],
    ],
  );
  assert.deepEqual(
    hints.map(({ dedupeKey }) => dedupeKey),
    events.map((each) => (each as { id: string }).id),
  );
});

test('one event or many, in hexadecimal or base64; what is signed by somebody else is refused', async () => {
  const body = JSON.stringify(eventOf('Opportunity Created', { opportunity: { identifier: 'O1' } }));
  assert.equal((await read(body)).length, 1);
  assert.equal((await read(body, createHmac('sha256', SECRET).update(body).digest('base64'))).length, 1);
  assert.equal((await read(body, `sha256=${sign(body)}`)).length, 1);
  for (const signature of ['', 'x', sign(body, 'another'), sign(`${body} `), sign(body).slice(2)])
    await assert.rejects(read(body, signature), (error) => error instanceof OutsideError && error.failure === 'auth', signature);
});

test('another catalogue is another connection', async () => {
  assert.deepEqual(await read(JSON.stringify(eventOf('Opportunity Updated', { catalog: 'Sandbox', opportunity: { identifier: 'O1' } }))), []);
});

test('what is no event is refused with a sentence', async () => {
  for (const body of ['', '{', '[]x', '{"id":1}', 'null', JSON.stringify([{ id: 'x' }])])
    await assert.rejects(read(body), (error) => error instanceof OutsideError && error.failure === 'invalid', body);
});
