import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import type { Parsed, Result } from '@entente/contracts';
import { testDatabase } from '@entente/testkit';
import iconv from 'iconv-lite';
import type { ImportsModule, ImportTarget } from '../../modules/imports/index.ts';
import { text, workbook } from '../../modules/imports/reader/workbook.fixture.ts';
import type { Context } from '../../platform/context.ts';
import { createImports, filesFolder, newWorkspace } from '../imports.fixture.ts';
import type { KilledRun } from './killed-run.fixture.ts';

const db = await testDatabase();
const folder = filesFolder();
const imports = createImports(db, folder);
const none = { ifVersion: null };
type Detail = Result<'imports.get'>;
type Action = NonNullable<Parsed<'imports.rows'>['query']['action']>;

const take = (context: Context, content: string | Buffer, target: ImportTarget | null = null, fileName = 'table.csv'): Promise<Detail> =>
  imports.upload(context, { source: Buffer.from(content), fileName, target });
const get = (context: Context, id: string): Promise<Detail> =>
  imports.routes['imports.get'](context, { params: { id }, query: undefined, body: undefined }, none);
const configure = (context: Context, id: string, body: Parsed<'imports.configure'>['body']): Promise<Detail> =>
  imports.routes['imports.configure'](context, { params: { id }, query: undefined, body }, none);
const rowsOf = async (context: Context, id: string, action?: Action) =>
  (await imports.routes['imports.rows'](context, { params: { id }, query: { limit: 200, ...(action ? { action } : {}) }, body: undefined }, none)).items;
async function act(context: Context, verb: 'dryRun' | 'run' | 'undo', id: string, with_: ImportsModule = imports): Promise<Detail> {
  await with_.routes[`imports.${verb}`](context, { params: { id }, query: undefined, body: undefined }, none);
  await with_.idle();
  return get(context, id);
}
const importAll = async (context: Context, content: string, target: ImportTarget): Promise<Detail> =>
  act(context, 'run', (await take(context, content, target)).id);
const one = async <T>(sql: string, ...values: unknown[]): Promise<T> => (await db.admin.query(sql, values)).rows[0] as T;
const codes = (rows: Awaited<ReturnType<typeof rowsOf>>) => rows.map((row) => row.problems.map((problem) => problem.code).join(' '));

const PRODUCTS = 'Product,List price\nGTX Pro,4821\nGTX Basic,550\nAssessment,\n';
const dealFile = (rows: number): string =>
  `Opportunity ID,Deal name,Stage,Amount,Created date\n${Array.from({ length: rows }, (_, index) => `D${index},Deal ${index},Prospect,${index + 1}.50,2025-01-05`).join('\n')}\n`;

test('sure suggestions are chosen beforehand, and a person can choose otherwise', async () => {
  const context = await newWorkspace(db, 'suggests');
  await importAll(context, PRODUCTS, 'product');
  const file = await take(context, 'Deal name,Stage,Product,Amount\nA,Won,GTXPro,5\nB,Won,Something else,6\n', 'deal');
  const fixOf = (detail: Detail, value: string) => detail.unknownValues.find((unknown) => unknown.value === value)?.fix;
  assert.deepEqual([fixOf(file, 'GTXPro'), fixOf(file, 'Something else')], ['GTX Pro', null]);
  const asWritten = await configure(context, file.id, { valueFixes: { Product: { GTXPro: 'GTXPro', 'Something else': '' } } });
  assert.deepEqual([fixOf(asWritten, 'GTXPro'), fixOf(asWritten, 'Something else')], ['GTXPro', '']);
  const strict = await act(context, 'dryRun', file.id);
  assert.deepEqual([strict.counts?.error, strict.counts?.create], [1, 1]);
  const backed = await configure(context, file.id, { valueFixes: { Product: { GTXPro: null } } });
  assert.equal(fixOf(backed, 'GTXPro'), 'GTX Pro');
  assert.equal((await act(context, 'run', file.id)).counts?.create, 2);
});

test('an open deal without amount takes the list price, says so before, and no deal is worth nought by mistake', async () => {
  const context = await newWorkspace(db, 'list-price');
  await importAll(context, PRODUCTS, 'product');
  const file = await take(
    context,
    'Opportunity ID,Stage,Product,Amount,Quantity\nopen,Prospect,GTX Pro,,2\nunpriced,Prospect,Assessment,,\nclosed,Lost,GTX Basic,,\nfree,Won,GTX Basic,0,\n',
    'deal',
  );
  const dry = await act(context, 'dryRun', file.id);
  assert.ok(dry.counts && dry.counts.warnings >= 2);
  assert.match((await rowsOf(context, file.id))[0]?.problems.map((problem) => problem.sentence).join(' ') ?? '', /takes the list price of its product/);
  await act(context, 'run', file.id);
  const { rows } = await db.admin.query<{ external_id: string; amount: number | null; lines: number }>(
    'select external_id, amount_minor::int as amount, (select count(*)::int from deal_line l where l.deal_id = d.id) as lines from deal d where tenant_id = $1',
    [context.tenantId],
  );
  assert.deepEqual(Object.fromEntries(rows.map((row) => [row.external_id, [row.amount, row.lines]])), {
    open: [964200, 1],
    unpriced: [null, 0],
    closed: [null, 0],
    free: [0, 1],
  });
});

test('where duplicates may never go in, each is an error with its reason; skipping passes them over', async () => {
  const context = await newWorkspace(db, 'never');
  await importAll(context, 'Account name,Country\nAcme,France\n', 'account');
  const content = 'Account name,Country\nACME Inc.,Spain\nNew,Peru\nNew,Chile\n';
  const outcome = async (duplicateRule: 'skip' | 'never') => {
    const { id } = await take(context, content, 'account');
    await configure(context, id, { duplicateRule });
    await act(context, 'dryRun', id);
    return (await rowsOf(context, id)).map((row) => `${row.action} ${row.problems.map((problem) => problem.code).join(' ')}`.trim());
  };
  assert.deepEqual(await outcome('skip'), ['skip kept', 'create', 'skip repeats-row']);
  assert.deepEqual(await outcome('never'), ['error duplicate', 'create', 'error duplicate']);
});

test('what was chosen for these columns is remembered by name, and can be forgotten', async () => {
  const context = await newWorkspace(db, 'memory');
  const content = 'Firm,Kind of business\nAcme,Retial\n';
  const first = await take(context, content, 'account', 'firms.csv');
  await configure(context, first.id, { mapping: { Firm: 'name', 'Kind of business': 'industry' } });
  await configure(context, first.id, { valueFixes: { 'Kind of business': { Retial: 'retail' } }, duplicateRule: 'overwrite' });
  await act(context, 'run', first.id);
  const second = await take(context, content, null, 'firms of May.csv');
  const mapped = (detail: Detail) => detail.mapping.map((column) => column.field);
  assert.deepEqual([mapped(second), second.unknownValues[0]?.fix, second.duplicates.rule], [['name', 'industry'], 'retail', 'overwrite']);
  assert.ok(
    second.warnings.some((warning) => /those of "firms\.csv", which Ines Ortega imported on 2026-03-02/.test(warning)),
    second.warnings.join(),
  );
  const forgotten = await configure(context, second.id, { mapping: {} });
  assert.deepEqual([forgotten.duplicates.rule, forgotten.warnings], ['if_blank', []]);
  assert.deepEqual((await take(context, content, 'account', 'firms of June.csv')).warnings, []);
});

test('a workbook with several sheets is read sheet by sheet', async () => {
  const context = await newWorkspace(db, 'sheets');
  const book = workbook({
    Customers: [text('A1', 'Account name') + text('B1', 'Country'), text('A2', 'North Light') + text('B2', 'France')],
    Catalogue: [text('A1', 'Product') + text('B1', 'List price'), `${text('A2', 'GTX Pro')}<c r="B2"><f>2*5</f><v>10</v></c>`],
    Notes: [],
  });
  const file = await take(context, book, null, 'export.xlsx');
  assert.deepEqual([file.format, file.sheet, file.sheets, file.target], ['xlsx', 'Customers', ['Customers', 'Catalogue', 'Notes'], 'account']);
  const other = await configure(context, file.id, { sheet: 'Catalogue', target: 'product' });
  assert.deepEqual([other.sheet, other.mapping.map((column) => column.field)], ['Catalogue', ['name', 'listPrice']]);
  await assert.rejects(configure(context, file.id, { sheet: 'Notes' }), { code: 'invalid_input' });
  assert.equal((await act(context, 'run', file.id)).counts?.create, 1);
  assert.equal((await one<{ price: number }>('select list_price_minor::int as price from product where tenant_id = $1', context.tenantId)).price, 1000);
});

test('wrong encodings, broken quotes, formulas, impossible dates and amounts: each row gets its reason and none is lost', async () => {
  const context = await newWorkspace(db, 'bad-inputs');
  const accounts = 'Account name,Country\nMüller,Germany\nŒuvre – été,France\n';
  for (const encoding of ['utf-16le', 'utf-16be', 'windows-1252']) {
    const { id, encoding: read } = await take(context, iconv.encode(accounts, encoding, { addBOM: encoding !== 'windows-1252' }), 'account');
    await act(context, 'dryRun', id);
    assert.deepEqual([read, (await rowsOf(context, id)).map((row) => row.cells['Account name'])], [encoding, ['Müller', 'Œuvre – été']]);
  }
  const twice = await take(context, iconv.decode(Buffer.from(accounts), 'windows-1252'), 'account');
  await act(context, 'dryRun', twice.id);
  assert.match((await rowsOf(context, twice.id))[0]?.problems[0]?.sentence ?? '', /^"MÃ¼ller" was saved in the wrong encoding; "Müller" was meant\.$/);

  const header = 'Deal name,Stage,Amount,Created date,Close date,Amount';
  const cases: [string, string][] = [
    ['Fine,Prospect,1,2025-01-05,2025-02-05,', ''],
    ['"Open quote,Prospect,1,2025-01-05,2025-02-05,', 'bad-quote'],
    ['Short,Prospect', 'too-few-cells'],
    ['Long,Prospect,1,2025-01-05,2025-02-05,,more', 'too-many-cells'],
    ['No such day,Prospect,1,2025-02-30,2025-02-05,', 'impossible-date'],
    ['No such month,Prospect,1,2025-13-01,2025-02-05,', 'impossible-date'],
    ['Backwards,Prospect,1,2025-03-05,2025-02-05,', 'closed-before-opened'],
    ['Not a number,Prospect,lots,2025-01-05,2025-02-05,', 'bad-amount'],
    ['Too much,Prospect,99999999999999999999,2025-01-05,2025-02-05,', 'amount-too-large'],
    ['Below nought,Prospect,-5,2025-01-05,2025-02-05,', 'negative-amount'],
    ['Error cell,Prospect,#REF!,2025-01-05,2025-02-05,', 'not-a-value'],
    ['"=HYPERLINK(""http://x"",""y"")",Prospect,1,2025-01-05,2025-02-05,', ''],
    ['"Never closed,Prospect,1,2025-01-05,2025-02-05,', 'unclosed-quote'],
  ];
  const file = await take(context, [header, ...cases.map(([line]) => line)].join('\n'), 'deal');
  assert.ok(file.warnings.some((warning) => warning.includes('Two columns are called "Amount"')));
  const dry = await act(context, 'dryRun', file.id);
  const rows = await rowsOf(context, file.id);
  assert.equal(rows.length, cases.length);
  for (const [index, [line, code]] of cases.entries()) {
    const row = rows[index];
    const errors = row?.problems.filter((problem) => problem.severity === 'error') ?? [];
    if (code === '') assert.equal(row?.action, 'create', line);
    else
      assert.ok(row?.action === 'error' && errors.some((problem) => problem.code === code && problem.sentence.endsWith('.')), `${line}: ${codes(rows)[index]}`);
  }
  assert.equal((dry.counts?.create ?? 0) + (dry.counts?.error ?? 0), cases.length);
  for (const nothing of ['', '\n\n', Buffer.alloc(0)]) await assert.rejects(take(context, nothing), { code: 'invalid_input' });
  await assert.rejects(take(context, Buffer.from('PK\u0003\u0004 cut'), null, 'x.xlsx'), { code: 'invalid_input' });
});

test('what an undo leaves is listed with the reason, what it took back is told, and screens hear of every step', async () => {
  const context = await newWorkspace(db, 'undone');
  const file = await importAll(context, 'Account name,Country\nAcme,France\nBeta,Spain\nGamma,Peru\n', 'account');
  const beta = (await rowsOf(context, file.id)).find((row) => row.cells['Account name'] === 'Beta');
  await db.admin.query('update account set version = version + 1 where tenant_id = $1 and id = $2', [context.tenantId, beta?.recordId]);
  const undone = await act(context, 'undo', file.id);
  assert.deepEqual([undone.counts?.create, undone.counts?.skip], [1, 2]);
  assert.deepEqual(codes(await rowsOf(context, file.id, 'create')), ['kept']);
  assert.deepEqual(codes(await rowsOf(context, file.id, 'skip')), ['taken-back', 'taken-back']);
  const { rows } = await db.admin.query<{ type: string }>(
    "select distinct type from outbox_event where tenant_id = $1 and type like 'import.%' order by type",
    [context.tenantId],
  );
  assert.deepEqual(
    rows.map((row) => row.type),
    ['import.finished', 'import.progress', 'import.undone'],
  );
});

test('an import of people is taken back, but for those who signed in, own records, or were changed since', async () => {
  const context = await newWorkspace(db, 'people-back');
  const file = await importAll(
    context,
    'Sales agent,Manager,E-mail\nAnna Snelling,Melvin Marxen,\nVersie Hillebrand,Melvin Marxen,\nNiesha Huffines,,niesha@sales.example\nDonn Cantrell,,\nJonathan Berthelot,,\n',
    'person',
  );
  assert.equal(file.mayUndo, true);
  const id = async (name: string) =>
    (
      await one<{ id: string }>(
        'select m.id from membership m join "user" u on u.id = m.user_id where m.tenant_id = $1 and u.name = $2',
        context.tenantId,
        name,
      )
    ).id;
  await db.admin.query('update "user" set "emailVerified" = true where email = $1', ['niesha@sales.example']);
  await db.admin.query("update membership set role = 'admin' where tenant_id = $1 and id = $2", [context.tenantId, await id('Donn Cantrell')]);
  const deals = await importAll(
    context,
    'Opportunity ID,Deal name,Stage,Amount,Created date,Sales agent\nD1,One,Prospect,1,2025-01-05,Jonathan Berthelot\n',
    'deal',
  );
  assert.equal(deals.counts?.create, 1);
  const undone = await act(context, 'undo', file.id);
  const active = await db.admin.query<{ name: string }>(
    'select u.name from membership m join "user" u on u.id = m.user_id where m.tenant_id = $1 and m.status = \'active\' order by u.name',
    [context.tenantId],
  );
  assert.deepEqual(
    active.rows.map((row) => row.name),
    ['Donn Cantrell', 'Jonathan Berthelot', 'Niesha Huffines'],
    'the manager who was only named went after those who reported to him',
  );
  assert.equal(undone.counts?.create, 3);
  const kept = (await rowsOf(context, file.id, 'create')).map((row) => row.problems.find((problem) => problem.code === 'kept')?.sentence);
  assert.deepEqual(kept, [
    'Not taken back: They have signed in. End their membership under Settings.',
    'Not taken back: It was changed in the meantime.',
    'Not taken back: Records are theirs, or somebody reports to them.',
  ]);
});

test('a later file gives people their address and manager, and undo restores both', async () => {
  const context = await newWorkspace(db, 'people-later');
  await importAll(context, 'Sales agent,Manager\nRosalina Dieter,\nDaniell Hammack,\nZane Levy,Rosalina Dieter\n', 'person');
  const stateOf = async (name: string) =>
    one<{ email: string; manager: string | null }>(
      'select u.email, bu.name as manager from membership m join "user" u on u.id = m.user_id left join membership b on b.id = m.manager_id left join "user" bu on bu.id = b.user_id where m.tenant_id = $1 and u.name = $2',
      context.tenantId,
      name,
    );
  const before = await stateOf('Daniell Hammack');
  const content = 'Sales agent,Manager,E-mail\nDaniell Hammack,Rosalina Dieter,daniell@sales.example\nRosalina Dieter,Zane Levy,\n';
  const file = await take(context, content, 'person');
  const later = await act(context, 'run', file.id);
  assert.deepEqual([later.counts?.update, later.counts?.error], [1, 1]);
  assert.deepEqual(await stateOf('Daniell Hammack'), { email: 'daniell@sales.example', manager: 'Rosalina Dieter' });
  assert.equal((await stateOf('Rosalina Dieter')).manager, null, 'nobody reports to themselves');
  const again = await act(context, 'run', (await take(context, content.split('\n').slice(0, 2).join('\n'), 'person')).id);
  assert.deepEqual([again.counts?.unchanged, again.counts?.update], [1, 0]);
  await act(context, 'undo', file.id);
  assert.deepEqual(await stateOf('Daniell Hammack'), before);
});

test('rows are shown by what needs attention, what is a duplicate, and what is clean', async () => {
  const context = await newWorkspace(db, 'shown');
  await importAll(context, 'Product,List price\nGTX Pro,4821\n', 'product');
  const file = await take(context, 'Product,List price\nGTX Pro,4821\nMG Special,55\nGTK 500,much\nMG Special,55\nAlpha,1\n', 'product');
  await act(context, 'dryRun', file.id);
  const numbers = async (show: 'problems' | 'duplicates' | 'clean') =>
    (await imports.routes['imports.rows'](context, { params: { id: file.id }, query: { limit: 200, show }, body: undefined }, none)).items.map(
      (row) => row.rowNumber,
    );
  const all = (await rowsOf(context, file.id)).map((row) => row.rowNumber);
  const [pro, special, odd, again, alpha] = all;
  assert.deepEqual(await numbers('problems'), [odd]);
  assert.deepEqual(await numbers('duplicates'), [pro, again]);
  assert.deepEqual(await numbers('clean'), [special, alpha]);
});

test('what was remembered of a file’s columns can be forgotten', async () => {
  const context = await newWorkspace(db, 'forgotten');
  const content = 'Thing,Price tag\nGTX Pro,4821\n';
  const first = await take(context, content, 'product');
  await configure(context, first.id, { mapping: { Thing: 'name', 'Price tag': null } });
  await act(context, 'run', first.id);
  const again = await take(context, content, 'product');
  const fieldOf = (detail: Detail, column: string) => detail.mapping.find((one) => one.column === column)?.field;
  assert.equal(fieldOf(again, 'Thing'), 'name');
  const fresh = await imports.routes['imports.forget'](context, { params: { id: again.id }, query: undefined, body: undefined }, none);
  assert.notEqual(fieldOf(fresh, 'Thing'), 'name');
  assert.notEqual(fieldOf(await take(context, content, 'product'), 'Thing'), 'name');
});

/** Starts a process that does the work and kills it with no warning once it has told of so many chunks. */
async function killedAfter(chunks: number, input: KilledRun): Promise<void> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('killed-run.fixture.ts', import.meta.url)), JSON.stringify(input)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (said.split('\n').length - 1 >= chunks) child.kill('SIGKILL');
  });
  assert.equal(await ended, 'SIGKILL');
}

test('a process killed in the middle of a run or an undo is gone on with: nothing doubled, nothing left out', async () => {
  const context = await newWorkspace(db, 'killed');
  const { id } = await take(context, dealFile(600), 'deal');
  const input = { connection: db.connection, folder, importId: id, tenantId: context.tenantId };
  const deals = () =>
    one<{ n: number; keys: number; numbers: number }>(
      'select count(*)::int as n, count(distinct external_id)::int as keys, count(distinct number)::int as numbers from deal where tenant_id = $1',
      context.tenantId,
    );
  await killedAfter(4, { ...input, verb: 'run' });
  const left = await deals();
  assert.ok(left.n >= 100 && left.n < 600 && left.n % 50 === 0, `${left.n} deals are there`);
  assert.equal((await get(context, id)).status, 'running');
  await imports.resumeUnfinished();
  await imports.idle();
  const done = await get(context, id);
  assert.deepEqual([done.status, done.counts?.create, done.job?.done, await deals()], ['done', 600, 600, { n: 600, keys: 600, numbers: 600 }]);
  const per = await one<{ rows: number; events: number; audits: number }>(
    `select (select count(*)::int from import_row where tenant_id = $1 and phase = 'run') as rows,
            (select count(*)::int from outbox_event where tenant_id = $1 and type = 'deal.created') as events,
            (select count(distinct record_id)::int from audit_entry where tenant_id = $1 and record_type = 'deal') as audits`,
    context.tenantId,
  );
  assert.deepEqual(per, { rows: 600, events: 600, audits: 600 });

  await killedAfter(3, { ...input, verb: 'undo' });
  assert.equal((await get(context, id)).status, 'undoing');
  await imports.resumeUnfinished();
  await imports.idle();
  const undone = await get(context, id);
  assert.deepEqual([undone.status, undone.job?.sentence, (await deals()).n], ['undone', '600 removed, 0 restored, 0 kept because of later work.', 0]);
});
