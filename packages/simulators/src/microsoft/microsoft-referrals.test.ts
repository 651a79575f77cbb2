import assert from 'node:assert/strict';
import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { at, isRecord, listAt, textAt } from './kit/json.ts';
import type { Json } from './kit/json.ts';
import { coSellBody, microsoftWorld, referralBody, tokenFor } from './microsoft-world.ts';
import type { MicrosoftWorld } from './microsoft-world.ts';
import { troubleOf, partnerSteps } from './referral-rules.ts';
import type { Referral } from './model.ts';
import { firstTaxonomy } from './taxonomy.ts';

const path = '/v1.0/engagements/referrals';
const dayMs = 86_400_000;

describe('Microsoft referrals', () => {
  let world: MicrosoftWorld;
  before(async () => {
    world = await microsoftWorld();
    world.control.setFaults('microsoft', { quotas: false });
  });
  after(() => world.close());
  const create = async (body: Json = referralBody()): Promise<Json> => {
    const answer = await world.partner('POST', path, body);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body;
  };

  it('keeps the three kinds of deals, each with the consents it needs', async () => {
    const own = await create();
    assert.deepEqual([own.status, own.substatus, own.direction, own.type], ['Active', 'Accepted', 'Outgoing', 'Independent']);
    assert.equal(own.acceptedDateTime, own.createdDateTime);
    const partnerLed = await create(referralBody({ consent: { ConsentToShareReferralWithMicrosoftSellers: true } }));
    assert.equal(at(partnerLed, 'consent.consentToShareReferralWithMicrosoftSellers'), true);
    const coSell = await create(coSellBody({ engagementId: own.engagementId }));
    assert.deepEqual([coSell.status, coSell.substatus, coSell.engagementId], ['New', 'Pending', own.engagementId]);
    const related = await world.partner('GET', `${path}?${new URLSearchParams({ $filter: `engagementId eq '${String(own.engagementId)}'` })}`);
    assert.deepEqual(
      listAt(related.body, 'value')
        .map((one) => textAt(one, 'id'))
        .toSorted(),
      [textAt(own, 'id'), textAt(coSell, 'id')].toSorted(),
    );
    const refused = await world.partner('POST', path, referralBody({ type: 'Shared' }));
    assert.equal(refused.status, 400);
    assert.equal(at(refused.body, 'error.code'), 'invalidRequest');
    assert.equal(at(refused.body, 'error.target'), 'consent.consentToShareReferralWithMicrosoftSellers');
  });

  it('refuses what is missing or wrong, naming the field', () => {
    const cases: readonly (readonly [string, Json])[] = [
      ['name', { name: ' ' }],
      ['type', { type: 'Open' }],
      ['qualification', { qualification: 'Hot' }],
      ['customerProfile', { customerProfile: null }],
      ['customerProfile.address.country', { customerProfile: { name: 'C', address: { country: 'Britain' } } }],
      ['customerProfile.size', { customerProfile: { name: 'C', address: { country: 'GB' }, size: 'huge' } }],
      ['customerProfile.team', { customerProfile: { name: 'C', address: { country: 'GB' }, team: [{ firstName: 'A', lastName: 'B', email: 'none' }] } }],
      ['consent', { consent: undefined }],
      ['consent.consentToContact', { consent: { consentToContact: 'yes' } }],
      ['details', { details: [] }],
      ['details.dealValue', { details: { notes: 'n', dealValue: -1 } }],
      ['details.currency', { details: { notes: 'n', dealValue: '12.5', currency: 'dollars' } }],
      ['details.closingDateTime', { details: { notes: 'n', dealValue: 1, currency: 'USD', closingDateTime: 'soon' } }],
      [
        'details.requirements.solutions',
        { details: { notes: 'n', dealValue: 1, currency: 'USD', closingDateTime: '2026-01-01T00:00:00Z', requirements: { solutions: [] } } },
      ],
    ];
    for (const [target, change] of cases) assert.equal(troubleOf(referralBody(change), firstTaxonomy)?.target, target);
    assert.equal(troubleOf(referralBody(), firstTaxonomy), null);
  });

  it('asks a services co-sell for role, area and play of the taxonomy in force, which drifts', async () => {
    const withAttributes = (area: string, play: string): Json => {
      const body = coSellBody();
      const attributes = [
        { type: 'PartnerRole', id: 'Deployment' },
        { type: 'SolutionArea', id: area },
        { type: 'SolutionPlay', id: play },
      ];
      return {
        ...body,
        details: {
          ...(body.details as Json),
          requirements: { services: [{ id: 'Integration' }], solutions: [{ id: 'SOL-1', type: 'Name' }], additionalRequirements: { attributes } },
        },
      };
    };
    const good = withAttributes('Cloud and AI Platforms', 'Unify Your Data Platform');
    await create(good);
    assert.equal((await world.partner('POST', path, withAttributes('Cloud and AI Platforms', 'Data Security'))).status, 400);
    world.act('change-taxonomy', { version: 'FY27' });
    const drifted = await world.partner('POST', path, good);
    assert.equal(drifted.status, 400);
    assert.match(textAt(drifted.body, 'error.message'), /not part of the taxonomy FY27/);
    world.act('change-taxonomy', { version: 'FY26' });
    await create(good);
  });

  const steps: readonly (readonly [Pick<Referral, 'status' | 'substatus' | 'type' | 'direction'>, readonly string[]])[] = [
    [{ status: 'New', substatus: 'Received', type: 'Shared', direction: 'Incoming' }, ['Active/Accepted', 'Closed/Declined']],
    [{ status: 'New', substatus: 'Pending', type: 'Shared', direction: 'Outgoing' }, ['Closed/Lost']],
    [{ status: 'New', substatus: 'Pending', type: 'Independent', direction: 'Outgoing' }, ['Active/Accepted', 'Closed/Won', 'Closed/Lost']],
    [{ status: 'Active', substatus: 'Accepted', type: 'Shared', direction: 'Incoming' }, ['Closed/Won', 'Closed/Lost']],
    [{ status: 'Closed', substatus: 'Won', type: 'Shared', direction: 'Incoming' }, []],
  ];
  const every = ['New/Pending', 'New/Received', 'Active/Accepted', 'Closed/Won', 'Closed/Lost', 'Closed/Declined', 'Closed/Expired'];
  for (const [from, allowed] of steps) {
    it(`takes a ${from.direction} ${from.type} ${from.status}/${from.substatus} only to ${allowed.join(', ') || 'nothing'}`, async () => {
      assert.deepEqual(partnerSteps(from), allowed);
      for (const target of every) {
        const referral = await brought(from);
        const [status, substatus] = target.split('/');
        const answer = await world.partner('PATCH', `${path}/${referral}`, [
          { op: 'replace', path: '/status', value: status },
          { op: 'replace', path: '/substatus', value: substatus },
        ]);
        const stays = target === `${from.status}/${from.substatus}`;
        assert.equal(answer.status, allowed.includes(target) || stays ? 204 : 400, `${target}: ${JSON.stringify(answer.body)}`);
      }
    });
  }
  /** A referral in the state of a row. */
  async function brought(row: (typeof steps)[number][0]): Promise<string> {
    if (row.direction === 'Incoming') {
      const id = textAt(world.act('inbound-referral', { kind: 'co-sell', customer: 'Fabrikam' }), 'id');
      const patch = (status: string, substatus: string) =>
        world.partner('PATCH', `${path}/${id}`, [
          { op: 'replace', path: '/status', value: status },
          { op: 'replace', path: '/substatus', value: substatus },
        ]);
      if (row.status !== 'New') assert.equal((await patch('Active', 'Accepted')).status, 204);
      if (row.status === 'Closed') assert.equal((await patch('Closed', 'Won')).status, 204);
      return id;
    }
    return textAt(await create(row.type === 'Shared' ? coSellBody() : referralBody({ status: 'New', substatus: 'Pending' })), 'id');
  }

  it('lets the Microsoft seller accept, decline, edit and close what is shared', async () => {
    const one = await create(coSellBody());
    const id = textAt(one, 'id');
    assert.equal(world.act('seller-accepts', { id }).status, 'Active');
    assert.throws(() => world.act('seller-accepts', { id }), /nobody at Microsoft has to answer it/);
    world.act('seller-edits', { id, dealValue: '61000', note: 'Budget confirmed.' });
    const read = await world.partner('GET', `${path}/${id}`);
    assert.equal(at(read.body, 'details.dealValue'), 61_000);
    assert.match(textAt(read.body, 'details.notes'), /\[Microsoft\] Budget confirmed\./);
    assert.equal(listAt(read.body, 'team').length, 1);
    assert.equal(world.act('seller-closes', { id, outcome: 'Won' }).substatus, 'Won');
    const other = textAt(await create(coSellBody()), 'id');
    world.act('seller-declines', { id: other, reason: 'No capacity.' });
    assert.equal((await world.partner('GET', `${path}/${other}`)).body.statusReason, 'No capacity.');
    assert.throws(() => world.act('seller-closes', { id, outcome: 'Maybe' }), /one of/);
  });

  it('expires an inbound referral nobody answered', async () => {
    const { id } = world.act('inbound-referral', { kind: 'qualified-lead', customer: 'Tailspin', expiresInDays: '3' });
    world.control.advance(3 * dayMs - 1000);
    assert.equal((await refreshed(`${path}/${String(id)}`)).substatus, 'Received');
    world.control.advance(2000);
    assert.equal((await refreshed(`${path}/${String(id)}`)).substatus, 'Expired');
  });
  /** After days the first access token is gone; a client refreshes. */
  async function refreshed(target: string): Promise<Json> {
    const token = await tokenFor(world.url, 0, 'https://api.partner.microsoft.com/.default', {
      grant_type: 'refresh_token',
      refresh_token: 'vendor-refresh-token',
    });
    return (await world.partner('GET', target, undefined, { authorization: `Bearer ${String(token.body.access_token)}` })).body;
  }
});

describe('JSON Patch, eTags and lists of Microsoft referrals', () => {
  let world: MicrosoftWorld;
  let referral: Json;
  before(async () => {
    world = await microsoftWorld();
    referral = (await world.partner('POST', path, referralBody())).body;
  });
  after(() => world.close());

  const wrong: readonly (readonly [string, unknown])[] = [
    ['no array', { op: 'replace', path: '/name', value: 'x' }],
    ['nothing', []],
    ['remove', [{ op: 'remove', path: '/name' }]],
    ['test', [{ op: 'test', path: '/name', value: 'x' }]],
    ['a replace of what is not there', [{ op: 'replace', path: '/details/colour', value: 'x' }]],
    ['an index past the end', [{ op: 'add', path: '/team/5', value: {} }]],
    ['a missing value', [{ op: 'replace', path: '/name' }]],
    ['a read-only field', [{ op: 'replace', path: '/engagementId', value: 'x' }]],
    ['an invalid value', [{ op: 'replace', path: '/details/currency', value: 'dollar' }]],
    ['a prototype', [{ op: 'add', path: '/__proto__/x', value: 1 }]],
    [
      'a good change before a bad one',
      [
        { op: 'replace', path: '/name', value: 'Half' },
        { op: 'replace', path: '/type', value: 'Shared' },
      ],
    ],
  ];
  for (const [name, patch] of wrong) {
    it(`refuses ${name} and changes nothing`, async () => {
      const answer = await world.partner('PATCH', `${path}/${String(referral.id)}`, patch);
      assert.equal(answer.status, 400);
      assert.equal(at(answer.body, 'error.code'), 'invalidRequest');
      assert.deepEqual((await world.partner('GET', `${path}/${String(referral.id)}`)).body, referral);
    });
  }

  it('applies add and replace, answers as preferred and makes a new eTag', async () => {
    const patch = [
      { op: 'replace', path: '/details/dealValue', value: '10000' },
      { op: 'add', path: '/team/-', value: { firstName: 'Jane', lastName: 'Doe', email: 'jane@contoso.example' } },
    ];
    const quiet = await world.partner('PATCH', `${path}/${String(referral.id)}`, patch);
    assert.equal(quiet.status, 204);
    const spoken = await world.partner('PATCH', `${path}/${String(referral.id)}`, [{ op: 'replace', path: '/name', value: 'New name' }], {
      prefer: 'return=representation',
    });
    assert.equal(spoken.status, 200);
    assert.equal(at(spoken.body, 'details.dealValue'), 10_000);
    assert.equal(listAt(spoken.body, 'team').length, 1);
    assert.notEqual(spoken.body.eTag, referral.eTag);
    assert.equal(spoken.headers.get('etag'), spoken.body.eTag);
    const stale = await world.partner('PATCH', `${path}/${String(referral.id)}`, [{ op: 'replace', path: '/name', value: 'Late' }], {
      'if-match': String(referral.eTag),
    });
    assert.equal(stale.status, 412);
    assert.equal(at(stale.body, 'error.code'), 'preconditionFailed');
    const fresh = await world.partner('PATCH', `${path}/${String(referral.id)}`, [{ op: 'replace', path: '/name', value: 'In time' }], {
      'if-match': String(spoken.body.eTag),
    });
    assert.equal(fresh.status, 204);
  });

  it('needs If-Match for a PUT, which empties what it leaves out', async () => {
    const before = (await world.partner('GET', `${path}/${String(referral.id)}`)).body;
    const body = referralBody({ externalReferenceId: undefined, name: 'Put' });
    assert.equal((await world.partner('PUT', `${path}/${String(referral.id)}`, body)).status, 400);
    assert.equal((await world.partner('PUT', `${path}/${String(referral.id)}`, body, { 'if-match': '"old"' })).status, 412);
    const put = await world.partner('PUT', `${path}/${String(referral.id)}`, body, { 'if-match': String(before.eTag) });
    assert.equal(put.status, 200, JSON.stringify(put.body));
    assert.deepEqual([put.body.name, put.body.externalReferenceId, put.body.engagementId], ['Put', null, before.engagementId]);
  });

  it('lists by filter, order and page, and refuses a query it does not know', async () => {
    for (let index = 0; index < 105; index += 1) {
      world.time.now += 1000;
      await world.reseller('POST', path, referralBody({ name: `R ${index}`, details: { ...(referralBody().details as Json), dealValue: index } }));
    }
    const first = await world.reseller(
      'GET',
      `${path}?${new URLSearchParams({ $filter: 'details/dealValue ge 3', $orderby: 'details/dealValue asc', $count: 'true', $select: 'id,name' })}`,
    );
    assert.equal(first.body['@odata.count'], 102);
    assert.equal(listAt(first.body, 'value').length, 100);
    assert.deepEqual(Object.keys(listAt(first.body, 'value')[0] as Json).toSorted(), ['id', 'name']);
    assert.equal(textAt(listAt(first.body, 'value')[0], 'name'), 'R 3');
    const second = await world.reseller('GET', String(first.body['@odata.nextLink']));
    assert.deepEqual(
      listAt(second.body, 'value').map((one) => textAt(one, 'name')),
      ['R 103', 'R 104'],
    );
    assert.equal(second.body['@odata.nextLink'], undefined);
    const middle = new Date(world.time.now - 4500).toISOString();
    const recent = await world.reseller(
      'GET',
      `${path}?${new URLSearchParams({ $filter: `createdDateTime gt ${middle} and status eq 'Active'`, $top: '3', $skip: '1' })}`,
    );
    assert.deepEqual(
      listAt(recent.body, 'value').map((one) => textAt(one, 'name')),
      ['R 103', 'R 102', 'R 101'],
    );
    assert.equal(recent.body['@odata.nextLink'], undefined);
    assert.equal(listAt((await world.partner('GET', path)).body, 'value').length, 1, 'each partner sees its own');
    for (const bad of ['$filter=status is New', '$filter=status eq', '$orderby=name sideways', '$top=-1', '$search=x']) {
      const answer = await world.reseller('GET', `${path}?${bad.replaceAll(' ', '%20')}`);
      assert.equal(answer.status, 400, bad);
    }
  });

  it('shows a reader what was before, as long as the reads lag', async () => {
    world.control.setFaults('microsoft', { readLagMs: 3000 });
    const created = (await world.partner('POST', path, referralBody({ name: 'Late to be seen' }))).body;
    assert.equal((await world.partner('GET', `${path}/${String(created.id)}`)).status, 404);
    world.time.now += 3000;
    assert.equal((await world.partner('GET', `${path}/${String(created.id)}`)).body.name, 'Late to be seen');
    world.control.setFaults('microsoft', { readLagMs: 0 });
  });

  it('signs its events with a certificate of a chain', async () => {
    world.received.length = 0;
    await world.partner('POST', path, referralBody());
    await world.control.settle();
    const [event] = world.received;
    assert.ok(event !== undefined);
    assert.equal(textAt(JSON.parse(event.body), 'EventName'), 'referral-created');
    const url = event.headers['x-ms-certificate-url'] ?? '';
    const leaf = new X509Certificate(Buffer.from(await (await fetch(url)).arrayBuffer()));
    const root = new X509Certificate(Buffer.from(await (await fetch(url.replace('notifications', 'root'))).arrayBuffer()));
    assert.ok(leaf.checkIssued(root) && leaf.verify(root.publicKey) && root.verify(root.publicKey));
    assert.deepEqual([leaf.ca, root.ca], [false, true]);
    const signature = Buffer.from((event.headers.authorization ?? '').replace(/^Signature /, ''), 'base64');
    const key = createPublicKey(leaf.publicKey.export({ type: 'spki', format: 'pem' }));
    assert.ok(verify('sha256', Buffer.from(event.body), key, signature));
    assert.ok(!verify('sha256', Buffer.from(`${event.body} `), key, signature));
    const read = await world.partner('GET', textAt(JSON.parse(event.body), 'ResourceUri'));
    assert.ok(isRecord(read.body) && read.status === 200);
  });
});
