import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildPerson, startedServer } from '@entente/testkit';
import { quietLogger } from './api.fixture.ts';
import { buildSharedDeal, refusedWith } from './portal.fixture.ts';

const server = await startedServer({ logger: quietLogger });
const world = await buildSharedDeal(server, 'Kestrel');
const stranger = await buildSharedDeal(server, 'Osprey');
const { vendor, deal, people, staff } = world;
const params = { id: deal.id };
const alder = world.as(people.admin);
const birch = world.as(people.theirs);

test('the deal room tells a partner its own side, and nothing of the others', async () => {
  const room = await alder('portalDeals.get', { params });
  const list = await alder('portalDeals.list');
  const home = await alder('portal.home');
  assert.deepEqual(
    [room.stage, room.amountMinor, room.currency, room.closeOn, room.myRoles, room.nextStep, room.companyName],
    ['technical', 1_234_560, 'EUR', '2027-03-01', ['resell'], 'Quote', 'Ærø Shipping'],
  );
  assert.deepEqual(room.lines, [{ description: 'Platform', quantity: 10, termMonths: 12 }]);
  assert.deepEqual(room.vendorContact, { name: 'Olga Dealowner', email: staff.owner.email });
  assert.deepEqual(
    room.lanes.map(({ role, mine, step, partnerName }) => ({ role, mine, step, partnerName })),
    [
      { role: 'resell', mine: true, step: 'Quote', partnerName: null },
      { role: 'service', mine: false, step: null, partnerName: null },
    ],
  );
  assert.deepEqual(
    room.comments.map(({ body, by }) => [body, by]),
    [
      ['To all partners', 'Kestrel'],
      ['To Alder only', 'Kestrel'],
    ],
  );
  assert.deepEqual(
    room.handoffs.map(({ title, direction, otherSide, state }) => [title, direction, otherSide, state]),
    [
      ['Discovery notes', 'from_me', 'Kestrel', 'open'],
      ['From the other side', 'to_me', 'Another partner', 'open'],
    ],
  );
  assert.deepEqual(
    room.timeline.map(({ sentence }) => sentence),
    [
      'The deal moved from Qualified to Technical validation.',
      'A handoff was promised: “From the other side”.',
      'A handoff was promised: “Discovery notes”.',
      'You joined as resell.',
      'The deal was created.',
    ],
  );
  const text = JSON.stringify([room, list, home]);
  for (const secret of ['SECRET', 'Birchwood', world.theirs, world.outside, staff.colleague.email, 'Carl', people.theirs.email, '123456,'])
    assert.ok(!text.includes(secret), secret);
  assert.deepEqual(
    list.items.map((one) => [one.id, one.nextStep]),
    [[deal.id, 'Quote']],
  );

  const theirRoom = await birch('portalDeals.get', { params });
  assert.equal(theirRoom.amountMinor, null);
  assert.ok(!JSON.stringify(theirRoom).includes('Alder'));
});

test('to anybody else there is no such deal', async () => {
  const others = [world.as(people.outside), stranger.as(stranger.people.admin), stranger.as(stranger.people.admin, { 'entente-workspace': 'osprey' })];
  for (const other of others) {
    await assert.rejects(other('portalDeals.get', { params }), refusedWith(404));
    await assert.rejects(other('portalDeals.comment', { params, body: { body: 'Hello' } }), refusedWith(404));
    await assert.rejects(other('portalDeals.setLane', { params: { id: deal.id, childId: world.lanes.ours }, body: { state: 'done' } }), refusedWith(404));
    assert.equal((await other('portalDeals.list')).items.filter((one) => one.id === deal.id).length, 0);
  }
  await assert.rejects(vendor('portalDeals.get', { params }), refusedWith(404));
  await assert.rejects(alder('deals.get', { params }), refusedWith(404));
});

test('a partner changes its own lane and handoff only, and only who may', async () => {
  const lane = { id: deal.id, childId: world.lanes.ours };
  await assert.rejects(alder('portalDeals.setLane', { params: { id: deal.id, childId: world.lanes.theirs }, body: { state: 'done' } }), refusedWith(404));
  await assert.rejects(world.as(people.marketer)('portalDeals.setLane', { params: lane, body: { state: 'done' } }), refusedWith(403));
  const after = await world.as(people.seller)('portalDeals.setLane', { params: lane, body: { state: 'in_progress', step: 'Send the quote' } });
  assert.deepEqual([after.lanes[0]?.state, after.lanes[0]?.step, after.nextStep], ['in_progress', 'Send the quote', 'Send the quote']);
  assert.equal(after.timeline[0]?.sentence, 'Your part as resell is in progress: Send the quote');
  const seen = await vendor('deals.get', { params });
  assert.equal(seen.participants.find((one) => one.id === world.lanes.ours)?.step, 'Send the quote');

  const mine = after.handoffs.find((one) => one.direction === 'from_me');
  const given = after.handoffs.find((one) => one.direction === 'to_me');
  assert.ok(mine && given);
  await assert.rejects(alder('portalDeals.handoffDone', { params: { id: deal.id, childId: given.id } }), refusedWith(404));
  const done = await alder('portalDeals.handoffDone', { params: { id: deal.id, childId: mine.id } });
  assert.equal(done.handoffs.find((one) => one.id === mine.id)?.state, 'done');
  const audit = await vendor('audit.list', { query: { recordType: 'participant', recordId: world.lanes.ours } });
  assert.equal(audit.items[0]?.actorName, 'Sam Alder');
});

test('whoever looks after a partner invites its people, gives them roles and removes them; one admin stays', async () => {
  const { id: partnerId } = await vendor('partners.create', {
    body: { name: 'New Partner', status: 'active', types: ['reseller'], regions: [], countries: [], industries: [] },
  });
  const manager = staff.manager;
  const [pia, sid] = [world.as(manager), world.as(staff.owner)];
  const params = { id: partnerId };
  const invited = await pia('partners.invitePerson', { params, body: { email: 'first@newpartner.example', name: 'Fay First', role: 'partner_admin' } });
  assert.deepEqual([invited.role, invited.status, invited.me], ['partner_admin', 'active', false]);
  await assert.rejects(
    pia('partners.invitePerson', { params, body: { email: 'first@newpartner.example', name: 'Fay', role: 'partner_seller' } }),
    refusedWith(409),
  );
  await assert.rejects(sid('partners.invitePerson', { params, body: { email: 'x@newpartner.example', name: 'X', role: 'partner_seller' } }), refusedWith(403));
  await assert.rejects(
    pia('partners.invitePerson', { params: { id: manager.memberId }, body: { email: 'x@newpartner.example', name: 'X', role: 'partner_seller' } }),
    refusedWith(404),
  );
  assert.deepEqual(
    (await sid('partners.people', { params })).items.map((one) => one.name),
    ['Fay First'],
  );
  const child = { params: { id: partnerId, childId: invited.id } };
  await assert.rejects(pia('partners.removePerson', child), refusedWith(409, /last admin/));
  const second = await pia('partners.invitePerson', { params, body: { email: 'second@newpartner.example', name: 'Sol Second', role: 'partner_seller' } });
  await pia('partners.setPersonRole', { params: { id: partnerId, childId: second.id }, body: { role: 'partner_admin' } });
  assert.equal((await pia('partners.removePerson', child)).status, 'ended');
  await assert.rejects(
    pia('partners.removePerson', { params: { id: partnerId, childId: manager.memberId } }),
    refusedWith(404),
    'people of the workspace are none of a partner',
  );
  // The link that signs somebody in as the partner is not for the eyes of whoever looks after it.
  const mails = (await pia('mailbox.list', { query: {} })).items.filter((mail) => mail.to === 'second@newpartner.example');
  assert.deepEqual(
    mails.map((mail) => [mail.subject.includes('invites you'), mail.text.includes('token=')]),
    [[true, false]],
  );
});

test('words go between the vendor and the partner they are for', async () => {
  const wrote = await alder('portalDeals.comment', { params, body: { body: 'When does the customer decide?' } });
  assert.deepEqual([wrote.comments[0]?.by, wrote.comments[0]?.mine], ['Ada Alder', true]);
  assert.equal((await world.as(people.seller)('portalDeals.get', { params })).comments[0]?.mine, false);
  assert.ok(!JSON.stringify(await birch('portalDeals.get', { params })).includes('When does'));
  const seen = (await vendor('deals.comments', { params, query: { limit: 50 } })).items;
  assert.deepEqual([seen[0]?.visibleTo, seen[0]?.partnerName], ['partner', 'Alder Resale']);
  assert.deepEqual(
    seen.map((one) => one.visibleTo),
    ['partner', 'partners', 'partner', 'partner', 'workspace'],
  );
  await world.as(staff.owner)('deals.comment', { params, body: { body: 'Next week', toPartnerId: world.ours } });
  assert.equal((await alder('portalDeals.get', { params })).comments[0]?.by, 'Olga Dealowner');
  await assert.rejects(vendor('deals.comment', { params, body: { body: 'Hi', toPartnerId: world.outside } }), refusedWith(422, /no part/));
});

test('who has left is told nothing of the time after', async () => {
  const other = await world.dealNamed('Second platform');
  const at = { params: { id: other.id } };
  await vendor('deals.addParticipant', { ...at, body: { partnerId: world.ours, role: 'source' } });
  const room = await vendor('deals.addParticipant', { ...at, body: { partnerId: world.theirs, role: 'resell' } });
  const lane = room.participants.find((one) => one.partnerId === world.ours);
  assert.ok(lane);
  await vendor('deals.endParticipant', { params: { id: other.id, childId: lane.id } });
  // It left last month; what the test does now comes after.
  await server.test.admin.query(`update deal_participant set since = '2026-01-01', until = current_date - 30 where id = $1`, [lane.id]);
  await server.test.admin.query(`update deal_stage_change set at = now() - interval '90 days' where deal_id = $1`, [other.id]);
  const now = await vendor('deals.get', at);
  await vendor('deals.moveStage', { ...at, body: { to: 'won' }, ifVersion: now.version });
  await vendor('deals.comment', { ...at, body: { body: 'SECRET-after', toAllPartners: true } });
  const left = await alder('portalDeals.get', at);
  assert.deepEqual([left.stage, left.amountMinor, left.closeOn, left.lines, left.myRoles, left.comments], ['qualified', null, null, [], [], []]);
  assert.deepEqual(
    left.lanes.map((one) => [one.role, one.mine]),
    [['source', true]],
  );
  assert.ok(left.timeline.every((one) => !one.sentence.includes('won')));
  await assert.rejects(alder('portalDeals.comment', { ...at, body: { body: 'And now?' } }), refusedWith(409, /no part/));
  assert.deepEqual(
    (await alder('portalDeals.list', { query: { status: 'won' } })).items.map((one) => one.id),
    [],
  );
  const open = (await alder('portalDeals.list', { query: { status: 'open' } })).items.map((one) => one.id);
  assert.ok(open.includes(other.id));
  assert.equal((await birch('portalDeals.get', at)).stage, 'won');
});

test('the list goes page by page, and finds by name and number', async () => {
  for (let index = 0; index < 5; index += 1) {
    const made = await world.dealNamed(`Paged ${index}`);
    await vendor('deals.addParticipant', { params: { id: made.id }, body: { partnerId: world.theirs, role: 'influence' } });
  }
  const whole = (await birch('portalDeals.list', { query: { limit: 100 } })).items.map((one) => one.id);
  const pages: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(cursor);
    pages.push(...page.items.map((one) => one.id));
    cursor = page.nextCursor;
  } while (cursor);
  assert.deepEqual(pages, whole);
  assert.equal((await birch('portalDeals.list', { query: { q: 'paged 3' } })).items.length, 1);
  assert.equal((await birch('portalDeals.list', { query: { q: `#${deal.number}` } })).items[0]?.id, deal.id);
  await assert.rejects(birch('portalDeals.list', { query: { cursor: 'nonsense' } }), refusedWith(422));
});
const readPage = (cursor: string | null | undefined) => birch('portalDeals.list', { query: { limit: 2, ...(cursor ? { cursor } : {}) } });

test('home: values by currency, each deal once; what needs the partner; whom to call', async () => {
  const home = await alder('portal.home');
  assert.deepEqual(home.partner, { id: world.ours, name: 'Alder Resale', tier: 'gold' });
  assert.equal(home.vendor.name, 'Kestrel');
  assert.deepEqual(home.manager, { name: 'Mats Manager', email: staff.manager.email });
  assert.deepEqual([home.mayRegister, (await world.as(people.marketer)('portal.home')).mayRegister], [true, false]);
  assert.deepEqual([home.money.won12Months, home.money.protectedOpen], [[], []]);
  const sold = await world.dealNamed('Sold platform');
  const at = { params: { id: sold.id } };
  await vendor('deals.addParticipant', { ...at, body: { partnerId: world.ours, role: 'resell' } });
  await vendor('deals.addParticipant', { ...at, body: { partnerId: world.ours, role: 'source' } });
  const due = await world.dealNamed('Due soon');
  await vendor('deals.addParticipant', {
    params: { id: due.id },
    body: { partnerId: world.ours, role: 'integrate', step: 'Plan', dueAt: new Date(Date.now() + 86_400_000).toISOString() },
  });
  await vendor('deals.moveStage', { ...at, body: { to: 'won' }, ifVersion: (await vendor('deals.get', at)).version });
  const later = await alder('portal.home');
  assert.deepEqual(later.money.won12Months, [{ currency: 'EUR', amountMinor: 1_234_560 }]);
  assert.deepEqual(
    later.needsYou.filter((one) => one.kind === 'lane').map((one) => [one.sentence, one.path]),
    [['Plan', `/portal/deals/${due.id}`]],
  );
  assert.ok((await birch('portal.home')).money.won12Months.length <= 1);
});

test('a partner lets another in with the vendor’s consent; then, and only then, the two know each other', async () => {
  const cedar = world.as(people.outside);
  const shared = await world.dealNamed('To be shared');
  const at = { params: { id: shared.id } };
  for (const [partnerId, role] of [
    [world.ours, 'resell'],
    [world.theirs, 'service'],
  ] as const)
    await vendor('deals.addParticipant', { ...at, body: { partnerId, role } });
  await cedar('portalDirectory.setMine', { body: { listed: true, headline: 'Cedar', lookingFor: null, offers: null, contactEmail: null, version: 0 } });
  const asked = await alder('portalDeals.share', { ...at, body: { toPartnerId: world.outside, role: 'integrate', message: 'Join us' } });
  const share = asked.shares[0];
  assert.ok(share);
  await assert.rejects(cedar('portalDeals.get', at), refusedWith(404));
  const consented = await vendor('shares.decide', { params: { id: share.id }, ifVersion: share.version, body: { consent: true } });
  await assert.rejects(cedar('portalDeals.get', at), refusedWith(404));
  await cedar('portalShares.answer', { params: { id: share.id }, ifVersion: consented.version, body: { accept: true } });
  const theirs = await cedar('portalDeals.get', at);
  assert.deepEqual([theirs.amountMinor, theirs.myRoles], [null, ['integrate']]);
  assert.deepEqual(
    theirs.lanes.filter((lane) => !lane.mine).map(({ role, partnerName }) => [role, partnerName]),
    [
      ['resell', 'Alder Resale'],
      ['service', null],
    ],
  );
  assert.ok(!JSON.stringify(theirs).includes('Birchwood'));
  const ours = await alder('portalDeals.get', at);
  assert.deepEqual(ours.lanes.find((lane) => lane.role === 'integrate')?.partnerName, 'Cedar Outside');
  const third = JSON.stringify(await birch('portalDeals.get', at));
  assert.ok(!third.includes('Cedar') && !third.includes('Alder'));

  const record = { reference: 'A-1', stage: 'Quoted', amountMinor: 99, currency: 'EUR', notes: 'SECRET-own-record', version: 0 };
  assert.equal((await alder('portalDeals.setRecord', { ...at, body: record })).record?.notes, 'SECRET-own-record');
  for (const other of [cedar, birch]) assert.equal((await other('portalDeals.get', at)).record, null);
  assert.ok(!JSON.stringify([await vendor('deals.get', at), await vendor('deals.timeline', at)]).includes('SECRET-own-record'));
});

test('each sees the prices of its own hops', async () => {
  const chained = await world.dealNamed('Through a chain');
  const at = { params: { id: chained.id } };
  await vendor('deals.addParticipant', { ...at, body: { partnerId: world.theirs, role: 'distribute' } });
  await vendor('deals.addParticipant', { ...at, body: { partnerId: world.ours, role: 'resell' } });
  const { routeList } = await vendor('deals.addRoute', { ...at, body: { kind: 'resale', settles: true, chain: [world.theirs, world.ours] } });
  const params = { id: chained.id, childId: routeList[0]?.id ?? '' };
  await vendor('chains.setPrice', { params, body: { amountMinor: 515_151, currency: 'EUR' } });
  await birch('portalDeals.setPrice', { params, body: { amountMinor: 626_262, currency: 'EUR' } });
  const ours = await alder('portalDeals.setPrice', { params, body: { amountMinor: 737_373, currency: 'EUR' } });
  const [own, theirs] = [JSON.stringify(ours.chains), JSON.stringify((await birch('portalDeals.get', at)).chains)];
  assert.deepEqual(
    ['515151', '626262', '737373'].map((price) => own.includes(price)),
    [false, true, true],
  );
  assert.deepEqual(
    ['515151', '626262', '737373'].map((price) => theirs.includes(price)),
    [true, true, false],
  );
  await assert.rejects(world.as(people.outside)('portalDeals.setPrice', { params, body: { amountMinor: 1, currency: 'EUR' } }), refusedWith(404));
});

test('the team: invited by mail, one admin stays, and who is removed is out at once', async () => {
  const invited = await alder('portalTeam.invite', { body: { email: 'new@alder.example', name: 'Nel New', role: 'partner_seller' } });
  assert.deepEqual([invited.email, invited.role, invited.me], ['new@alder.example', 'partner_seller', false]);
  const { rows } = await server.test.admin.query<{ text_body: string }>(`select text_body from mail_message where to_address = 'new@alder.example'`);
  assert.match(rows[0]?.text_body ?? '', /Ada Alder invites you to work in Kestrel/);
  await assert.rejects(
    alder('portalTeam.invite', { body: { email: 'new@alder.example', name: 'Nel New', role: 'partner_seller' } }),
    refusedWith(409, /already/),
  );
  await assert.rejects(
    world.as(people.seller)('portalTeam.invite', { body: { email: 'x@alder.example', name: 'X', role: 'partner_seller' } }),
    refusedWith(403),
  );
  const team = (await world.as(people.seller)('portalTeam.list')).items;
  assert.deepEqual(
    team.map((one) => one.name),
    ['Ada Alder', 'Mia Alder', 'Nel New', 'Sam Alder'],
  );

  const me = { id: people.admin.memberId };
  await assert.rejects(alder('portalTeam.remove', { params: me }), refusedWith(409, /last admin/));
  await assert.rejects(alder('portalTeam.update', { params: me, body: { role: 'partner_seller' } }), refusedWith(409, /last admin/));
  for (const id of [people.theirs.memberId, staff.owner.memberId, stranger.people.admin.memberId])
    await assert.rejects(alder('portalTeam.remove', { params: { id } }), refusedWith(404));

  await alder('portalTeam.update', { params: { id: people.seller.memberId }, body: { role: 'partner_admin' } });
  const second = world.as(people.seller);
  const both = await Promise.allSettled([alder('portalTeam.remove', { params: { id: people.seller.memberId } }), second('portalTeam.remove', { params: me })]);
  assert.equal(both.filter((one) => one.status === 'fulfilled').length, 1);
  const stays = both[0]?.status === 'fulfilled' ? alder : second;
  const gone = both[0]?.status === 'fulfilled' ? second : alder;
  await assert.rejects(gone('portal.home'), refusedWith(401));
  assert.ok((await stays('portalTeam.list')).items.length > 0);
  const left = await server.test.admin.query(
    `select 1 from session s join membership m on m.user_id = s."userId" where m.status = 'ended' and m.tenant_id = $1`,
    [world.tenantId],
  );
  assert.equal(left.rows.length, 0);
});

test('an admin invites people of a partner, and cannot sign in as them with the mail', async () => {
  const admin = await buildPerson(server, world.workspace, { name: 'Ines Admin', role: 'admin' });
  const email = 'second@cedar.example';
  await world.as(admin)('people.invite', { body: { email, name: 'Sid Second', role: 'partner_seller', partnerId: world.outside } });
  const { secret } = await vendor('apiKeys.create', { body: { name: 'Mailbox', role: 'owner' } });
  const mailOf = async (headers: Record<string, string>) => (await world.as({ headers })('mailbox.list')).items.find((mail) => mail.to === email)?.text ?? '';
  for (const headers of [admin.headers, { authorization: `Bearer ${secret}` }]) {
    const text = await mailOf(headers);
    assert.match(text, /link shown only to its receiver/);
    assert.ok(!text.includes('magic-link'));
  }
  assert.match(await mailOf(world.workspace.owner.headers), /magic-link/);
});

test('the vendor invites people of a partner', async () => {
  const body = { email: 'first@cedar.example', name: 'Fay First', role: 'partner_admin' as const, partnerId: world.outside };
  const invited = await vendor('people.invite', { body });
  assert.deepEqual([invited.audience, invited.partnerName], ['partner', 'Cedar Outside']);
  await assert.rejects(world.as(staff.owner)('people.invite', { body }), refusedWith(403));
  await assert.rejects(vendor('people.invite', { body: { ...body, email: 'z@cedar.example', partnerId: stranger.ours } }), refusedWith(404));
});
