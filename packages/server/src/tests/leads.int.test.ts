import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { buildPerson, buildWorkspace, startedServer } from '@entente/testkit';
import { clientOf, quietLogger, send } from './api.fixture.ts';

/** The whole product over HTTP, its worker running, its clock in our hands. */
let now = new Date('2026-11-23T08:00:00Z');
const server = await startedServer({ logger: quietLogger, now: () => now });
const workspace = await buildWorkspace(server, 'Heron');
const owner = clientOf(server, workspace.owner.headers);

async function partner(name: string) {
  const made = await owner('partners.create', { body: { name, status: 'active', types: ['reseller'], regions: [], countries: [], industries: [] } });
  const { headers } = await buildPerson(server, workspace, { name: `${name} seller`, role: 'partner_seller', partnerId: made.id });
  return { id: made.id, headers, api: clientOf(server, headers) };
}

async function until<Value>(read: () => Promise<Value>, holds: (value: Value) => boolean): Promise<Value> {
  for (let tries = 0; tries < 100; tries += 1) {
    const value = await read();
    if (holds(value)) return value;
    await wait(100);
  }
  return assert.fail('it did not happen within ten seconds');
}

test('a partner that lets its time pass loses the lead to the next, within seconds and without anybody asking', async () => {
  const [first, second] = [await partner('Northwind'), await partner('Southbay')];
  await server.app.worker.start();
  const lead = await owner('leads.create', { body: { companyName: 'Aurora Health', contactEmail: 'buyer@aurora-health.de', source: 'Website' } });
  assert.equal(lead.partnerId, first.id);
  assert.equal((await first.api('portalLeads.list', {})).items[0]?.contactEmail, null);
  assert.equal((await send(server, second.headers, 'portalLeads.accept', { params: { id: lead.id }, ifVersion: lead.version })).status, 404);
  assert.equal((await send(server, first.headers, 'leads.list', {})).status, 404);
  assert.equal((await send(server, workspace.owner.headers, 'portalLeads.list', {})).status, 404);

  now = new Date(now.getTime() + 24 * 3_600_000 + 1);
  const moved = await until(
    () => owner('leads.get', { params: { id: lead.id } }),
    (read) => read.hops === 2,
  );
  assert.equal(moved.partnerId, second.id);
  const late = await send(server, first.headers, 'portalLeads.accept', { params: { id: lead.id }, ifVersion: moved.version });
  assert.equal(late.status, 409);
  assert.match(late.text, /was given back on 2026-11-24/);
  const accepted = await second.api('portalLeads.accept', { params: { id: lead.id }, ifVersion: moved.version });
  assert.equal(accepted.contactEmail, 'buyer@aurora-health.de');
  const deal = await second.api('portalLeads.convert', {
    params: { id: lead.id },
    ifVersion: accepted.version,
    body: { valueBand: 'to-20k', closeOn: '2027-03-01' },
  });
  assert.equal((await owner('deals.get', { params: { id: deal.dealId ?? '' } })).source, 'Website');
  const registrations = await second.api('portalRegistrations.list', {});
  assert.deepEqual(
    registrations.items.map((one) => [one.dealId, one.customerDomain]),
    [[deal.dealId, 'aurora-health.de']],
  );

  const alone = await owner('leads.create', { body: { companyName: 'Nobody', source: 'Website', route: false } });
  const only = await owner('leadRouting.get', {});
  await owner('leadRouting.publish', { body: { definition: { ...only.definition, routes: [] }, note: null } });
  await owner('leads.route', { params: { id: alone.id }, ifVersion: alone.version, body: {} });
  const inbox = await owner('acts.list', { query: { kind: 'lead', mine: 'false' } });
  assert.match(inbox.items[0]?.detail ?? '', /No route is for leads of this kind/);
});
