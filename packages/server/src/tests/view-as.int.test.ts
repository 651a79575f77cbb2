import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startedServer } from '@entente/testkit';
import { operationEntries, type Result } from '@entente/contracts';
import { newId } from '@entente/kernel';
import { quietLogger, send } from './api.fixture.ts';
import { buildSharedDeal, refusedWith } from './portal.fixture.ts';

// Time stands still, so that what two people read can be the same to the letter.
const now = new Date();
const server = await startedServer({ logger: quietLogger, now: () => now });
const world = await buildSharedDeal(server, 'Kestrel');
const stranger = await buildSharedDeal(server, 'Osprey');
const { people, staff, deal } = world;
const params = { id: deal.id };
const asPartner = (partnerId: string): Record<string, string> => ({ 'entente-view-as': partnerId });
const looking = world.as(staff.manager, asPartner(world.ours));
const own = world.as(people.admin);

test('somebody of the workspace is shown exactly what the partner is shown', async () => {
  await own('portalDeals.comment', { params, body: { body: 'Ours' } });
  const withoutMe = (room: Result<'portalDeals.get'>) => ({ ...room, comments: room.comments.map((one) => ({ ...one, mine: false })) });
  assert.deepEqual(await looking('portal.home'), await own('portal.home'));
  assert.deepEqual(await looking('portalDeals.list'), await own('portalDeals.list'));
  assert.deepEqual(withoutMe(await looking('portalDeals.get', { params })), withoutMe(await own('portalDeals.get', { params })));
  assert.deepEqual(await looking('portalRegistrations.list'), await own('portalRegistrations.list'));
  assert.deepEqual(await looking('portalLeads.list'), await own('portalLeads.list'));
  assert.deepEqual(await looking('branding.get'), await own('branding.get'));
  const team = (await own('portalTeam.list')).items.map((one) => ({ ...one, me: false }));
  assert.deepEqual((await looking('portalTeam.list')).items, team);
  assert.ok(!JSON.stringify(await looking('portalDeals.get', { params })).includes('SECRET'));
});

test('no page of a partner is kept from who looks, but the form they could not send', async () => {
  const pages = operationEntries().filter(
    ([id, page]) =>
      page.audience === 'partner' &&
      page.method === 'GET' &&
      !page.path.includes(':') &&
      // What answers a question needs the question.
      (page.query?.safeParse({}).success ?? true) &&
      server.app.modules.handlers[id] !== undefined,
  );
  assert.ok(pages.length >= 8);
  for (const [id] of pages) {
    const theirs = await send(server, people.admin.headers, id, {});
    const shown = await send(server, { ...staff.manager.headers, ...asPartner(world.ours) }, id, {});
    assert.equal(theirs.status, 200, `${id} ${theirs.text}`);
    if (id === 'portal.registerForm') assert.equal(shown.status, 403);
    else
      assert.equal(
        shown.text.replaceAll('"me":true', '"me":false').replaceAll('"mine":true', '"mine":false'),
        theirs.text.replaceAll('"me":true', '"me":false').replaceAll('"mine":true', '"mine":false'),
        id,
      );
  }
});

test('the session says who looks as whom, with the rights of neither', async () => {
  const session = await looking('session.get');
  assert.deepEqual(session.viewAs, { partnerId: world.ours, partnerName: 'Alder Resale', by: 'Mats Manager' });
  assert.deepEqual([session.audience, session.partner], ['partner', { id: world.ours, name: 'Alder Resale' }]);
  assert.ok(session.permissions.every((scope) => ['portal:read', 'portal:distribution', 'portal:deals', 'portal:funds', 'portal:money'].includes(scope)));
  assert.equal((await own('session.get')).viewAs, null);
  assert.equal((await world.vendor('session.get')).viewAs, null);
  const cookie = { ...staff.manager.headers, cookie: `${staff.manager.headers['cookie'] ?? ''}; entente-view-as=${world.theirs}` };
  assert.equal((await world.as({ headers: cookie })('session.get')).viewAs?.partnerName, 'Birchwood Services');
});

test('nothing can be changed, and the vendor’s own pages are away', async () => {
  const said = /You are looking as Alder Resale; nothing can be changed/;
  await assert.rejects(looking('portalDeals.comment', { params, body: { body: 'No' } }), refusedWith(403, said));
  await assert.rejects(looking('portalDeals.setLane', { params: { id: deal.id, childId: world.lanes.ours }, body: { state: 'done' } }), refusedWith(403, said));
  await assert.rejects(looking('portalTeam.invite', { body: { email: 'x@y.example', name: 'X', role: 'partner_seller' } }), refusedWith(403, said));
  await assert.rejects(looking('deals.comment', { params, body: { body: 'No' } }), refusedWith(403, said));
  await assert.rejects(looking('portal.check', { body: { customerDomain: 'aero.example' } }), refusedWith(403, said));
  for (const path of [`/api/v1/deals/${deal.id}/files`, '/api/v1/imports']) {
    const answer = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { ...staff.manager.headers, ...asPartner(world.ours) },
      body: new FormData(),
    });
    assert.equal(answer.status, 403, path);
  }
  await assert.rejects(looking('deals.get', { params }), refusedWith(404));
  await assert.rejects(looking('people.list'), refusedWith(404));
});

test('only who may, in person, and only partners of the own workspace', async () => {
  for (const person of [staff.colleague, people.admin, people.theirs])
    await assert.rejects(world.as(person, asPartner(world.ours))('portal.home'), refusedWith(403, /partner managers/));
  for (const partnerId of [stranger.ours, newId(), 'nonsense', `${world.ours}' or true`])
    await assert.rejects(world.as(staff.manager, asPartner(partnerId))('portal.home'), refusedWith(404));
  const { secret } = await world.vendor('apiKeys.create', { body: { name: 'Key', role: 'owner' } });
  const key = await send(server, { authorization: `Bearer ${secret}`, ...asPartner(world.ours) }, 'portal.home', {});
  assert.equal(key.status, 403);
  // A cookie left behind by somebody else who used this browser is no lock.
  const left = { ...people.admin.headers, cookie: `${people.admin.headers['cookie'] ?? ''}; entente-view-as=${world.theirs}` };
  assert.equal((await world.as({ headers: left })('portal.home')).partner.id, world.ours);
});

test('it is on record, once for a sign-in and a partner', async () => {
  const entries = async () =>
    (await world.vendor('audit.list', { query: { recordType: 'partner', recordId: world.ours } })).items.filter((one) => one.operation === 'partners.viewAs');
  await Promise.all(Array.from({ length: 5 }, () => looking('portal.home')));
  const [entry, ...more] = await entries();
  assert.deepEqual([entry?.actorName, more.length], ['Mats Manager', 0]);
  const again = await server.signIn(staff.manager.email, staff.manager.password);
  await Promise.all(Array.from({ length: 5 }, () => world.as({ headers: again }, asPartner(world.ours))('portal.home')));
  assert.equal((await entries()).length, 2);
  const { rows } = await server.test.admin.query(`select 1 from outbox_event where type = 'partner.viewed_as' and record_id = $1`, [world.ours]);
  assert.equal(rows.length, 2);
});

test('a brand: colour, greeting and a picture anybody may fetch under its hash', async () => {
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('picture')]);
  const set = await world.vendor('branding.set', { body: { brandColor: '#0A7B5C', greeting: 'Welcome', logo: png.toString('base64') } });
  assert.deepEqual([set.name, set.brandColor, set.greeting], ['Kestrel', '#0a7b5c', 'Welcome']);
  assert.match(set.logoUrl ?? '', new RegExp(`^/branding/${world.tenantId}/logo/[0-9a-f]{64}$`));
  assert.deepEqual(await own('branding.get'), set);
  assert.deepEqual((await own('portal.home')).vendor, set);
  const answer = await fetch(`${server.url}${set.logoUrl}`);
  assert.deepEqual(
    [answer.status, answer.headers.get('content-type'), answer.headers.get('x-content-type-options'), answer.headers.get('content-security-policy')],
    [200, 'image/png', 'nosniff', "default-src 'none'; sandbox"],
  );
  assert.ok(Buffer.from(await answer.arrayBuffer()).equals(png));
  const url = set.logoUrl ?? '';
  const elsewhere = [
    url.replace(world.tenantId, stranger.tenantId),
    url.replace(/.$/, 'g'),
    '/branding/x/logo/y',
    `/branding/${newId()}/logo/${'0'.repeat(64)}`,
  ];
  for (const path of elsewhere) assert.equal((await fetch(`${server.url}${path}`)).status, 404, path);

  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64');
  await assert.rejects(world.vendor('branding.set', { body: { brandColor: null, greeting: null, logo: svg } }), refusedWith(422, /PNG, JPEG or WebP/));
  const kept = await world.vendor('branding.set', { body: { brandColor: null, greeting: null } });
  assert.deepEqual([kept.logoUrl, kept.brandColor], [set.logoUrl, null]);
  const removed = await world.vendor('branding.set', { body: { brandColor: null, greeting: null, logo: null } });
  assert.equal(removed.logoUrl, null);
  assert.equal((await fetch(`${server.url}${set.logoUrl}`)).status, 404);
  await assert.rejects(world.as(staff.manager)('branding.set', { body: { brandColor: null, greeting: null } }), refusedWith(403));
  await assert.rejects(own('branding.set', { body: { brandColor: null, greeting: null } }), refusedWith(404));
});
