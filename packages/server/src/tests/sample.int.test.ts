import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateEcosystem } from '@entente/sample-ecosystem';
import { startedServer } from '@entente/testkit';
import { loadSample } from '../compose/load-sample.ts';
import { fireClocks } from '../platform/clocks.ts';
import { clientOf, quietLogger } from './api.fixture.ts';

const now = new Date();
const server = await startedServer({ logger: quietLogger });
const ecosystem = generateEcosystem({ seed: 2026, now: now.toISOString() });
const { owner, partner } = await loadSample({ database: server.app.database, modules: server.app.modules, ecosystem, password: 'sample-password', now });
const vendor = clientOf(server, await server.signIn(owner, 'sample-password'));
const seen = clientOf(server, await server.signIn(partner ?? '', 'sample-password'));

test('the sample shows a partner’s side worth looking at: money, what needs it, what waits, what ends', async () => {
  const home = await seen('portal.home', {});
  assert.ok(home.money.protectedOpen.length > 0);
  assert.ok(home.money.waiting.length > 0);
  assert.ok(home.withVendor.length > 0);
  assert.ok(home.expiring.length > 0);
  for (const kind of ['expiring', 'lead', 'evidence'] as const)
    assert.ok(
      home.needsYou.some((one) => one.kind === kind),
      kind,
    );
});

test('and the vendor’s: a queue with one in time and one late, a case, leads in every state, a chain with its own price only', async () => {
  await fireClocks({
    database: server.app.database,
    handlers: server.app.modules.clockHandlers,
    now: () => now,
    onError: (error) => assert.fail(String(error)),
  });
  const queue = await vendor('registrations.list', { query: { queue: 'true' } });
  assert.ok(queue.items.some((one) => one.clock?.state === 'late'));
  assert.ok(queue.items.some((one) => one.clock?.state === 'running'));
  const states = new Set((await vendor('registrations.list', { query: { limit: 200 } })).items.map((one) => one.state));
  for (const state of ['approved', 'submitted', 'info_requested', 'rejected', 'expired'] as const) assert.ok(states.has(state), state);
  const [first] = (await vendor('cases.list', {})).items;
  assert.ok(first);
  const leads = new Set((await vendor('leads.list', {})).items.map((one) => one.state));
  for (const state of ['offered', 'accepted', 'new'] as const) assert.ok(leads.has(state), `lead ${state}`);
  const deal = (await vendor('deals.list', { query: { q: 'Verdant Seeds planning' } })).items[0] ?? assert.fail();
  const { chains } = await vendor('chains.ofDeal', { params: { id: deal.id } });
  assert.deepEqual(
    chains[0]?.hops.map((hop) => hop.hidden),
    [false, true, true],
  );
  assert.ok((await vendor('shares.list', {})).items.some((one) => one.state === 'waiting_vendor'));
});
