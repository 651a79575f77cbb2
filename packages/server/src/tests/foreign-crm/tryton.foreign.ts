import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId } from '@entente/kernel';
import { startCrm } from '../../connectors/crm/crm.fixture.ts';
import { restAdapter } from '../../connectors/rest/index.ts';
import { missing, PASSWORD, startTryton } from './tryton.fixture.ts';
import { trytonDefinition } from './tryton-definition.ts';

const why = missing();
if (why !== null) void test('two-way sync with Tryton', { skip: why }, () => undefined);
else await withTryton();

async function withTryton(): Promise<void> {
  const tryton = await startTryton();
  after(() => tryton.stop());
  let authorization = '';
  const rpc = async <Result>(method: string, ...params: unknown[]): Promise<Result> => {
    const answer = await fetch(tryton.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization === '' ? {} : { authorization }) },
      body: JSON.stringify({ id: 1, method, params }),
    });
    const body = (await answer.json()) as { result?: Result; error?: unknown };
    assert.equal(body.error ?? null, null, `${method}: ${JSON.stringify(body.error)}`);
    return body.result as Result;
  };
  const [uid, token] = await rpc<[number, string]>('common.db.login', 'admin', { password: PASSWORD }, 'en');
  authorization = `Session ${Buffer.from(`admin:${uid}:${token}`).toString('base64')}`;
  const [currency] = await rpc<number[]>(
    'model.currency.currency.create',
    [{ name: 'Euro', code: 'EUR', symbol: '€', digits: 2, rounding: { __class__: 'Decimal', decimal: '0.01' } }],
    {},
  );
  const [us, seller, acme] = await rpc<number[]>('model.party.party.create', [{ name: 'Us' }, { name: 'Sam Seller' }, { name: 'Acme' }], {});
  const [company] = await rpc<number[]>('model.company.company.create', [{ party: us, currency }], {});
  assert.ok(company !== undefined && seller !== undefined && acme !== undefined);
  const [employee] = await rpc<number[]>('model.company.employee.create', [{ party: seller, company }], {});
  await rpc('model.res.user.write', [uid], { companies: [['add', [company]]], company, employees: [['add', [employee]]], employee }, {});

  const f = await startCrm(restAdapter);
  const { context, connectionId } = await f.begin({
    system: 'rest',
    settings: { definition: JSON.stringify(trytonDefinition(company, 'EUR')) },
    credentials: { user: 'admin', secret: PASSWORD },
    baseUrl: tryton.url.replace(/\/$/, ''),
  });
  const opportunity = async (id: number) =>
    (
      await rpc<{ description: string; comment: string | null; amount: { decimal: string } | null; state: string }[]>(
        'model.sale.opportunity.read',
        [id],
        ['description', 'comment', 'amount', 'state'],
        {},
      )
    )[0];
  const dealNamed = async (name: string) => (await f.deals(context.tenantId)).find((each) => each.name === name);

  void test('two-way sync with Tryton', async (t) => {
    await f.settle(context, connectionId);
    const [id] = await rpc<number[]>(
      'model.sale.opportunity.create',
      [{ party: acme, company, employee, description: 'Acme renewal', amount: { __class__: 'Decimal', decimal: '1200.50' } }],
      { company },
    );
    assert.ok(id !== undefined);

    await t.test('an opportunity of theirs becomes a deal with its account', async () => {
      await f.poll(context, connectionId);
      const deal = await dealNamed('Acme renewal');
      assert.deepEqual([Number(deal?.amount_minor), deal?.stage, deal?.account_name], [120_050, 'prospect', 'Acme']);
    });
    await t.test('a change of ours goes there, and one of theirs comes here', async () => {
      const deal = await dealNamed('Acme renewal');
      assert.ok(deal);
      f.advance(5_000);
      await f.update(context, deal.id, { nextStep: 'Call the buyer' });
      await f.settle(context, connectionId);
      assert.equal((await opportunity(id))?.comment, 'Call the buyer');
      await rpc('model.sale.opportunity.write', [id], { description: 'Acme renewal, two years', amount: { __class__: 'Decimal', decimal: '2400.00' } }, {});
      await f.poll(context, connectionId);
      const later = await dealNamed('Acme renewal, two years');
      assert.deepEqual([later?.id, Number(later?.amount_minor)], [deal.id, 240_000]);
    });
    await t.test('a write on an old version is refused by Tryton, and merged anew', async () => {
      const { records } = await f.sync.systems.byId(context.tenantId, connectionId);
      assert.ok(records);
      const [before] = await records.read('sale.opportunity', ['comment'], [String(id)]);
      await rpc('model.sale.opportunity.write', [id], { comment: 'Somebody was quicker' }, {});
      const [end] = await records.write(
        'sale.opportunity',
        ['comment'],
        [{ id: String(id), values: { comment: 'Late' }, ifVersion: before?.version ?? '', key: newId() }],
      );
      assert.equal(end?.outcome, 'stale');
      assert.equal((await opportunity(id))?.comment, 'Somebody was quicker');
    });
    await t.test('a deal of ours is made there once, and a repetition finds it', async () => {
      const { records } = await f.sync.systems.byId(context.tenantId, connectionId);
      assert.ok(records);
      const write = { id: null, values: { description: 'Ours first', amount: 5_000 }, ifVersion: null, key: newId() };
      const first = await records.write('sale.opportunity', ['description', 'amount'], [write]);
      const second = await records.write('sale.opportunity', ['description', 'amount'], [write]);
      assert.deepEqual([first[0]?.outcome, second[0]?.outcome], ['written', 'written']);
      assert.equal(await rpc<number>('model.sale.opportunity.search_count', [['reference', '=', write.key]], {}), 1);
    });
    await t.test('what was deleted there ends in a sentence, and ours stays', async () => {
      const deal = await dealNamed('Acme renewal, two years');
      assert.ok(deal);
      await rpc('model.sale.opportunity.delete', [id], {});
      f.advance(120_000);
      await f.update(context, deal.id, { nextStep: 'To nobody' });
      await f.settle(context, connectionId);
      const view = (await f.views(connectionId)).find((each) => each.outside_id === String(id));
      assert.deepEqual([view?.status, /was deleted/.test(view?.sentence ?? '')], ['gone', true]);
    });
    await t.test('then it is quiet', async () => {
      const writes = f.requests.length;
      await f.settle(context, connectionId);
      await f.settle(context, connectionId);
      assert.ok(f.requests.length - writes <= 4, `${f.requests.length - writes} requests`);
      assert.deepEqual(f.errors, []);
    });
  });
}
