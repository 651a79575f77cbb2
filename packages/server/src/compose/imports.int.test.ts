import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Parsed, Result } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import Fastify from 'fastify';
import type { ImportsModule, ImportTarget } from '../modules/imports/index.ts';
import type { Context } from '../platform/context.ts';
import { createImports, filesFolder, newWorkspace, NOW } from './imports.fixture.ts';

const db = await testDatabase();
const folder = filesFolder();
const none = { ifVersion: null };
type Detail = Result<'imports.get'>;

const take = (imports: ImportsModule, context: Context, text: string, target: ImportTarget | null = null, fileName = 'table.csv'): Promise<Detail> =>
  imports.upload(context, { source: Buffer.from(text), fileName, target });
const parts = (id: string, query: Partial<Parsed<'imports.rows'>['query']> = {}) => ({ params: { id }, query: { limit: 200, ...query }, body: undefined });
const get = (imports: ImportsModule, context: Context, id: string): Promise<Detail> =>
  imports.routes['imports.get'](context, { params: { id }, query: undefined, body: undefined }, none);
const rowsOf = async (imports: ImportsModule, context: Context, id: string) => (await imports.routes['imports.rows'](context, parts(id), none)).items;
async function act(imports: ImportsModule, context: Context, verb: 'dryRun' | 'run' | 'undo', id: string): Promise<Detail> {
  await imports.routes[`imports.${verb}`](context, { params: { id }, query: undefined, body: undefined }, none);
  await imports.idle();
  return get(imports, context, id);
}
const configure = (imports: ImportsModule, context: Context, id: string, body: Parsed<'imports.configure'>['body']): Promise<Detail> =>
  imports.routes['imports.configure'](context, { params: { id }, query: undefined, body }, none);
const count = async (table: string, tenantId: string): Promise<number> =>
  Number((await db.admin.query(`select count(*) as n from ${table} where tenant_id = $1`, [tenantId])).rows[0].n);
const counts = (create: number, update = 0, unchanged = 0, skip = 0, error = 0) => ({ create, update, unchanged, skip, error });
const plain = ({ counts: all }: Detail) => all && { create: all.create, update: all.update, unchanged: all.unchanged, skip: all.skip, error: all.error };

const ACCOUNTS =
  'Account name,Website,Industry,Employees,Parent account\nNorth Light,northlight.com,Retail,20,Big Group\nBig Group,big.com,Energy,900,\nLow Tide,lowtide.com,Retail,5,\n';
const deals = (rows: number): string =>
  `Opportunity ID,Deal name,Account,Stage,Amount,Created date,Close date\n${Array.from({ length: rows }, (_, index) => `D${index},Deal ${index},North Light,${index % 2 ? 'Won' : 'Prospect'},${index + 1}.50,2025-01-05,2025-03-09`).join('\n')}\n`;

test('a dry run changes nothing, the run writes, and the undo takes it back', async () => {
  const imports = createImports(db, folder);
  const context = await newWorkspace(db, 'whole-way');
  const uploaded = await take(imports, context, ACCOUNTS, null, 'accounts.csv');
  assert.deepEqual([uploaded.target, uploaded.status, uploaded.rows], ['account', 'profiled', 3]);
  const dry = await act(imports, context, 'dryRun', uploaded.id);
  assert.deepEqual([dry.status, plain(dry), await count('account', context.tenantId)], ['dry_run', counts(3), 0]);
  const run = await act(imports, context, 'run', uploaded.id);
  assert.deepEqual([run.status, plain(run), run.mayUndo, run.job?.status], ['done', counts(3), true, 'done']);
  const { rows: stored } = await db.admin.query(
    'select a.name, a.industry, p.name as parent from account a left join account p on p.tenant_id = a.tenant_id and p.id = a.parent_id where a.tenant_id = $1 order by a.name',
    [context.tenantId],
  );
  assert.deepEqual(stored, [
    { name: 'Big Group', industry: 'Energy', parent: null },
    { name: 'Low Tide', industry: 'Retail', parent: null },
    { name: 'North Light', industry: 'Retail', parent: 'Big Group' },
  ]);
  assert.equal(
    (
      await db.admin.query("select count(*)::int as n from outbox_event where tenant_id = $1 and type in ('account.created', 'import.finished')", [
        context.tenantId,
      ])
    ).rows[0].n,
    4,
  );
  const changed = (await rowsOf(imports, context, uploaded.id)).find((row) => row.cells['Account name'] === 'Low Tide');
  await db.admin.query('update account set version = version + 1 where tenant_id = $1 and id = $2', [context.tenantId, changed?.recordId]);
  const undone = await act(imports, context, 'undo', uploaded.id);
  assert.deepEqual(
    [undone.status, undone.job?.sentence, await count('account', context.tenantId)],
    ['undone', '2 removed, 0 restored, 1 kept because of later work.', 1],
  );
  assert.match(
    (await rowsOf(imports, context, uploaded.id)).find((row) => row.cells['Account name'] === 'Low Tide')?.problems.at(-1)?.sentence ?? '',
    /^Not taken back: It was changed/,
  );
});

test('deals get product, owner, account and stage history; managers without a row are made', async () => {
  const imports = createImports(db, folder);
  const context = await newWorkspace(db, 'with-deals');
  for (const [target, text] of [
    ['account', ACCOUNTS],
    ['product', 'Product,Series,List price\nGTX Pro,GTX,4821\n'],
    ['person', 'Sales agent,Manager\nAnna Snelling,Dustin Brinkmann\nBo Lind,Anna Snelling\n'],
  ] as const) {
    assert.equal((await act(imports, context, 'run', (await take(imports, context, text, target)).id)).status, 'done');
  }
  const text =
    'Opportunity ID,Owner,Product,Account,Stage,Created date,Close date,Amount\nA1,Anna Snelling,GTX Pro,North Light,Won,2025-01-05,2025-03-09,1054\nA2,bo lind,GTX Pro,,Prospect,2025-02-05,,\nA3,Anna Snelling,GTX Por,Nowhere,Lost,2025-02-05,2025-01-01,\n';
  const file = await take(imports, context, text, 'deal');
  const run = await act(imports, context, 'run', file.id);
  assert.deepEqual([run.status, plain(run)], ['done', counts(2, 0, 0, 0, 1)]);
  const { rows } = await db.admin.query(
    "select d.external_id, d.name, d.owner_name, d.account_name, d.currency, d.close_on::text, d.closed_on::text, d.amount_minor::int as amount, l.description, (select string_agg(s.to_stage, '>' order by s.at) from deal_stage_change s where s.deal_id = d.id) as stages from deal d join deal_line l on l.deal_id = d.id where d.tenant_id = $1 order by d.external_id",
    [context.tenantId],
  );
  assert.deepEqual(rows[0], {
    external_id: 'A1',
    name: 'North Light – GTX Pro',
    owner_name: 'Anna Snelling',
    account_name: 'North Light',
    currency: 'USD',
    close_on: '2025-03-09',
    closed_on: '2025-03-09',
    amount: 105400,
    description: 'GTX Pro',
    stages: 'prospect>won',
  });
  assert.deepEqual([rows.length, rows[1].stages, rows[1].account_name], [2, 'prospect', null]);
  const bad = (await rowsOf(imports, context, file.id)).find((row) => row.action === 'error');
  assert.deepEqual(
    bad?.problems
      .filter((problem) => problem.severity === 'error')
      .map((problem) => problem.code)
      .sort(),
    ['closed-before-opened', 'unknown-reference'],
  );
  assert.equal((await db.admin.query('select count(*)::int as n from membership where tenant_id = $1', [context.tenantId])).rows[0].n, 3);
});

test('a run that stops in the middle of a chunk goes on exactly there', async () => {
  const context = await newWorkspace(db, 'resumes');
  let chunks = 0;
  const broken = createImports(db, folder, {
    chunkRows: 100,
    ports: (ports) => ({
      ...ports,
      targets: {
        ...ports.targets,
        deal: {
          ...ports.targets.deal,
          async create(tx, inner, rows) {
            const created = await ports.targets.deal.create(tx, inner, rows);
            chunks += 1;
            if (chunks === 3) throw new Error('the connection was lost');
            return created;
          },
        },
      },
    }),
  });
  await act(broken, context, 'run', (await take(broken, context, ACCOUNTS, 'account')).id);
  const file = await take(broken, context, deals(450), 'deal');
  const failed = await act(broken, context, 'run', file.id);
  assert.deepEqual([failed.status, failed.counts?.create, await count('deal', context.tenantId), failed.job?.done], ['failed', 200, 200, 200]);
  // As a killed process leaves it: under way, with nobody working on it.
  await db.admin.query("update import_batch set status = 'running' where id = $1", [file.id]);
  const imports = createImports(db, folder, { chunkRows: 100 });
  await imports.resumeUnfinished();
  await imports.idle();
  const done = await get(imports, context, file.id);
  assert.deepEqual(
    [done.status, plain(done), await count('deal', context.tenantId), await count('import_row', context.tenantId)],
    ['done', counts(450), 450, 453],
  );
  assert.equal((await db.admin.query('select count(distinct number)::int as n from deal where tenant_id = $1', [context.tenantId])).rows[0].n, 450);
  const undone = await act(imports, context, 'undo', file.id);
  assert.deepEqual([undone.status, await count('deal', context.tenantId), await count('deal_stage_change', context.tenantId)], ['undone', 0, 0]);
});

test('cancelling stops after the chunk under way; what is written stays and the rest can follow', async () => {
  const context = await newWorkspace(db, 'cancels');
  let imports: ImportsModule | null = null;
  let file: Detail | null = null;
  const made = createImports(db, folder, {
    chunkRows: 50,
    ports: (ports) => ({
      ...ports,
      targets: {
        ...ports.targets,
        deal: {
          ...ports.targets.deal,
          async create(tx, inner, rows) {
            if (imports && file) await imports.routes['imports.cancel'](context, { params: { id: file.id }, query: undefined, body: undefined }, none);
            imports = null;
            return ports.targets.deal.create(tx, inner, rows);
          },
        },
      },
    }),
  });
  imports = made;
  await act(made, context, 'run', (await take(made, context, ACCOUNTS, 'account')).id);
  file = await take(made, context, deals(200), 'deal');
  const cancelled = await act(made, context, 'run', file.id);
  assert.deepEqual([cancelled.status, cancelled.job?.status, await count('deal', context.tenantId), cancelled.mayUndo], ['cancelled', 'cancelled', 50, true]);
  const done = await act(made, context, 'run', file.id);
  assert.deepEqual([done.status, plain(done), await count('deal', context.tenantId)], ['done', counts(200), 200]);
});

test('the rule for duplicates decides what happens to records that exist, and the undo restores them', async () => {
  const imports = createImports(db, folder);
  const context = await newWorkspace(db, 'duplicates');
  await act(imports, context, 'run', (await take(imports, context, 'Account name,Country\nAcme Inc.,\nBeta,France\n', 'account')).id);
  const text = 'Account name,Country\nACME,Germany\nBeta,Spain\nBeta Ltd,Italy\nGamma,Peru\n';
  const outcome = async (rule: 'skip' | 'overwrite' | 'if_blank', verb: 'dryRun' | 'run' = 'dryRun'): Promise<Detail> => {
    const file = await take(imports, context, text, 'account');
    await configure(imports, context, file.id, { duplicateRule: rule });
    return act(imports, context, verb, file.id);
  };
  assert.deepEqual(plain(await outcome('skip')), counts(1, 0, 0, 3));
  assert.deepEqual(plain(await outcome('if_blank')), counts(1, 1, 0, 2));
  const run = await outcome('overwrite', 'run');
  assert.deepEqual(plain(run), counts(1, 2, 0, 1));
  const countries = async () =>
    (await db.admin.query('select name, country from account where tenant_id = $1 order by lower(name)', [context.tenantId])).rows.map(
      (row) => `${row.name} ${row.country}`,
    );
  assert.deepEqual(await countries(), ['ACME DE', 'Beta ES', 'Gamma PE']);
  await act(imports, context, 'undo', run.id);
  assert.deepEqual(await countries(), ['Acme Inc. null', 'Beta FR']);
});

test('ragged and bad rows each end with a reason, and the others go in', async () => {
  const imports = createImports(db, folder);
  const context = await newWorkspace(db, 'bad-rows');
  const file = await take(
    imports,
    context,
    'Account name,Website,Employees\nGood,good.com,4\nShort,short.com\nLong,long.com,4,5\n,none.com,3\nWrong,wrong.com,many\n=Formula(),formula.com,x\nTrailing,http://[,4\n',
    'account',
  );
  const run = await act(imports, context, 'run', file.id);
  const rows = await rowsOf(imports, context, file.id);
  assert.equal(rows.length, 7);
  assert.ok(
    rows.filter((row) => row.action === 'error').every((row) => row.problems.some((problem) => problem.severity === 'error' && problem.sentence !== '')),
  );
  assert.deepEqual([run.status, run.counts?.create, run.counts?.error], ['done', 1, 6]);
});

test('another workspace sees nothing, and a role may import only what it may write', async () => {
  const imports = createImports(db, folder);
  const context = await newWorkspace(db, 'mine');
  const stranger = await newWorkspace(db, 'theirs');
  const file = await take(imports, context, ACCOUNTS, 'account');
  await assert.rejects(get(imports, stranger, file.id), { code: 'not_found' });
  await assert.rejects(act(imports, stranger, 'run', file.id), { code: 'not_found' });
  assert.deepEqual((await imports.routes['imports.list'](stranger, { params: undefined, query: { limit: 10 }, body: undefined }, none)).items, []);
  assert.deepEqual((await imports.routes['jobs.list'](stranger, { params: undefined, query: { limit: 10 }, body: undefined }, none)).items, []);
  const people = await take(imports, context, 'Sales agent,Email\nAnn,ann@a.com\n', 'person');
  const manager: Context = {
    ...context,
    actor: { ...context.actor, role: 'partner_manager', scopes: new Set(['imports:read', 'imports:write', 'accounts:write']) },
  };
  await assert.rejects(act(imports, manager, 'run', people.id), { code: 'not_allowed' });
  await assert.rejects(act(imports, { ...context, now: new Date(NOW.getTime() + 1) }, 'undo', file.id), { code: 'conflict' });
});

test('a form takes in a file or pasted text, and the errors come back as a file that no spreadsheet runs', async () => {
  const imports = createImports(db, folder);
  const context = await newWorkspace(db, 'by-form');
  const app = Fastify();
  app.setErrorHandler((error, _request, reply) => void reply.code(error instanceof Problem ? error.status : 500).send({ detail: String(error) }));
  await imports.mountUpload(app, { authenticate: () => Promise.resolve({ tenantId: context.tenantId, actor: context.actor }), now: () => NOW });
  const send = async (form: FormData) => {
    const request = new Request('http://test', { method: 'POST', body: form });
    return app.inject({
      method: 'POST',
      url: '/api/v1/imports',
      headers: { 'content-type': request.headers.get('content-type') ?? '' },
      payload: Buffer.from(await request.arrayBuffer()),
    });
  };
  const form = new FormData();
  form.set('target', 'account');
  form.set('file', new Blob(['Account name,Employees\n=HYPERLINK("x"),many\nGood,4\n']), 'firms.csv');
  const answer = await send(form);
  assert.equal(answer.statusCode, 201);
  const uploaded: Detail = answer.json();
  assert.deepEqual([uploaded.fileName, uploaded.target, uploaded.rows], ['firms.csv', 'account', 2]);
  const pasted = new FormData();
  pasted.set('text', 'Account name\tCountry\nAcme\tFrance\n');
  assert.equal((await send(pasted)).statusCode, 201);
  assert.equal((await send(new FormData())).statusCode, 422);
  await act(imports, context, 'run', uploaded.id);
  const errors = await app.inject({ url: `/api/v1/imports/${uploaded.id}/errors.csv` });
  const [head, first, ...rest] = errors.body.split('\r\n');
  assert.deepEqual([head, rest], ['Row,Reason,Account name,Employees', ['']]);
  assert.match(first ?? '', /^2,.*,"?'=HYPERLINK/);
  await app.close();
});
