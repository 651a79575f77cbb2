import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startSimulators } from './start-simulators.ts';
import type { RunningSimulators } from './start-simulators.ts';

const json = { 'content-type': 'application/json' };

describe('the server of the simulators', () => {
  let running: RunningSimulators;
  before(async () => {
    running = await startSimulators({ port: 0, simulators: ['aws'] });
  });
  after(() => running.stop());

  const control = async (method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> => {
    const answer = await fetch(`${running.url}/_control/${path}`, { method, ...(body === undefined ? {} : { headers: json, body: JSON.stringify(body) }) });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  };
  const list = (path = '/aws/'): Promise<Response> =>
    fetch(`${running.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'AWSPartnerCentralSelling.ListSolutions',
        authorization: 'AWS4-HMAC-SHA256 Credential=AKIA111122223333/20260101/us-east-1/partnercentral-selling/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: '{"Catalog":"AWS"}',
    });

  test('a simulator is under its name, and AWS at the root too', async () => {
    for (const path of ['/aws/', '/aws', '/']) {
      const answer = await list(path);
      assert.equal(answer.status, 200, path);
      assert.equal(answer.headers.get('content-type'), 'application/x-amz-json-1.0');
      assert.equal(((await answer.json()) as { SolutionSummaries: unknown[] }).SolutionSummaries.length, 2);
    }
    assert.equal((await fetch(`${running.url}/nothing`)).status, 404);
    assert.equal((await fetch(`${running.url}/google/v1`)).status, 404);
  });

  test('a body above 2 MB is refused', async () => {
    const answer = await fetch(`${running.url}/aws/`, { method: 'POST', body: 'x'.repeat(2 * 1024 * 1024 + 1) }).catch(() => undefined);
    assert.ok(answer === undefined || answer.status === 413);
  });

  test('faults: throttled, failed before, failed after the work was done, slow', async () => {
    assert.equal((await control('PUT', 'faults/aws', { throttle: 1 })).status, 200);
    const throttled = await list();
    assert.equal(throttled.status, 429);
    assert.equal(((await throttled.json()) as { __type: string }).__type, 'ThrottlingException');
    await control('PUT', 'faults/aws', { throttle: 0, failBefore: 1 });
    assert.ok([500, 503].includes((await list()).status));
    await control('PUT', 'faults/aws', { failBefore: 0, failAfter: 1 });
    const create = fetch(`${running.url}/aws/`, {
      method: 'POST',
      headers: {
        'x-amz-target': 'AWSPartnerCentralSelling.CreateOpportunity',
        authorization: 'AWS4-HMAC-SHA256 Credential=AKIA999900001111/d/r/s/aws4_request',
      },
      body: JSON.stringify({ Catalog: 'AWS', ClientToken: 'cut', Project: { Title: 'Done, though unheard' } }),
    });
    await assert.rejects(create);
    await control('PUT', 'faults/aws', { failAfter: 0, latencyMs: 60 });
    const state = await control('GET', 'state');
    assert.match(JSON.stringify(state.body), /Done, though unheard/);
    const began = performance.now();
    await list();
    assert.ok(performance.now() - began >= 55);
    await control('PUT', 'faults/aws', { latencyMs: 0 });
  });

  test('the control API moves the clock, and refuses what makes no sense with a sentence', async () => {
    const before = running.world.clock.aheadMs;
    const moved = await control('POST', 'clock', { advanceMs: 3_600_000 });
    assert.equal(moved.body.aheadMs, before + 3_600_000);
    for (const [method, path, body, status] of [
      ['POST', 'clock', { advanceMs: -1 }, 400],
      ['POST', 'clock', { advanceMs: 'soon' }, 400],
      ['PUT', 'faults/aws', { throttle: 2 }, 400],
      ['PUT', 'faults/aws', { nonsense: 1 }, 400],
      ['PUT', 'faults/oracle', { throttle: 1 }, 400],
      ['POST', 'acts/aws/no-such-act', {}, 409],
      ['POST', 'acts/aws/approve-opportunity', {}, 409],
      ['POST', 'acts/aws/approve-opportunity', { opportunity: 'O1', more: 'x' }, 409],
      ['POST', 'subscriptions', { simulator: 'aws', url: 'file:///etc/passwd', secret: 's' }, 400],
      ['GET', 'nothing', undefined, 404],
    ] as const) {
      const answer = await control(method, path, body);
      assert.equal(answer.status, status, `${method} ${path}`);
      assert.equal(typeof answer.body.error, 'string');
    }
  });

  test('a page of another site cannot use the control API with a plain form', async () => {
    const answer = await fetch(`${running.url}/_control/reset`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' });
    assert.equal(answer.status, 400);
  });

  test('subscriptions are made, listed and ended; acts and resets work', async () => {
    const made = await control('POST', 'subscriptions', { simulator: 'aws', url: 'http://127.0.0.1:9/', secret: 's' });
    assert.equal(made.status, 201);
    assert.equal(((await control('GET', 'subscriptions')).body.subscriptions as unknown[]).length, 1);
    assert.equal((await control('DELETE', `subscriptions/${String(made.body.id)}`)).status, 204);
    assert.equal(((await control('GET', 'subscriptions')).body.subscriptions as unknown[]).length, 0);
    const named = await control('POST', 'acts/aws/name-account', { fields: { accountId: '111122223333', companyName: 'Fjord Data' } });
    assert.deepEqual(named.body.result, { accountId: '111122223333', companyName: 'Fjord Data' });
    assert.match(JSON.stringify((await control('GET', 'state')).body), /Fjord Data/);
    assert.equal((await control('POST', 'reset', { simulator: 'aws' })).status, 204);
    assert.doesNotMatch(JSON.stringify((await control('GET', 'state')).body), /Fjord Data|Done, though unheard/);
  });

  test('the page shows records, acts, faults, the clock and events, with hostile text as text', async () => {
    await control('POST', 'acts/aws/name-account', { accountId: '111122223333', companyName: '<script>alert(1)</script>' });
    const answer = await fetch(`${running.url}/?simulator=aws`);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    const page = await answer.text();
    for (const expected of [
      '<h1>Amazon Web Services</h1>',
      'data-act="/_control/acts/aws/approve-opportunity"',
      'data-faults="/_control/faults/aws"',
      'data-advance="1296000000"',
      'id="events-title"',
    ]) {
      assert.ok(page.includes(expected), expected);
    }
    assert.ok(page.includes('&lt;script&gt;alert(1)'));
    assert.ok(!page.includes('<script>alert'));
    for (const asset of page.matchAll(/(?:src|href)="(\/_page\/[^"]+)"/g))
      assert.equal((await fetch(`${running.url}${asset[1] ?? ''}`)).status, 200, asset[1] ?? '');
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    assert.equal(new Set(ids).size, ids.length, 'ids are unique');
    for (const label of page.matchAll(/<label for="([^"]+)"/g)) assert.ok(ids.includes(label[1] ?? ''), `a control for ${label[1] ?? ''}`);
  });
});
