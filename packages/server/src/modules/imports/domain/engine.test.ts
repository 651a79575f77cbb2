import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openTable, writeCsvRow } from '../reader/index.ts';
import {
  acceptSuggestions,
  createFileDuplicates,
  createProfiler,
  createReferenceIndex,
  createRowPlanner,
  decide,
  importOrder,
  keysOf,
  keyString,
  matchExisting,
  planRow,
  proposeMapping,
  rememberMapping,
  suggestTarget,
  targetOf,
  unknownValues,
} from './index.ts';
import { assignBest } from './assignment.ts';

const deal = targetOf('deal');
const account = targetOf('account');
const map = (...fields: (string | null)[]) => fields.map((field, index) => ({ column: `C${index}`, field }));
const row = (...cells: string[]) => ({ rowNumber: 2, cells });

test('the assignment is the best in total, not greedy', () => {
  assert.deepEqual(
    assignBest([
      [0.9, 0.8],
      [0.85, 0],
    ]),
    [1, 0],
  );
  assert.deepEqual(
    assignBest([
      [0, 0],
      [0.6, 0],
    ]),
    [-1, 0],
  );
  assert.deepEqual(assignBest([]), []);
});

test('files are recognised by headers and content', () => {
  const cases: [string[], string[][], string, (string | null)[]][] = [
    [['First Name', 'Last Name', 'Email', 'Company'], [['Jane', 'Roe', 'jane@acme.com', 'Acme']], 'contact', ['firstName', 'lastName', 'email', 'account']],
    [['Partner Name', 'Type', 'Website', 'Country'], [['Blue', 'MSP', 'blue.com', 'France']], 'partner', ['name', 'type', 'website', 'country']],
    [
      ['Opportunity Name', 'Account Name', 'Stage', 'Amount', 'Close Date'],
      [['New', 'Acme', 'Closed Won', '5', '2024-01-02']],
      'past-outcome',
      ['name', 'account', 'stage', 'amount', 'closedOn'],
    ],
    [
      ['Opportunity Name', 'Account Name', 'Stage', 'Amount', 'Close Date'],
      [['New', 'Acme', 'Negotiation', '5', '2024-01-02']],
      'deal',
      ['name', 'account', 'stage', 'amount', 'closedOn'],
    ],
  ];
  for (const [headers, rows, kind, fields] of cases) {
    const best = suggestTarget(headers, rows)[0];
    assert.equal(best?.kind, kind);
    assert.deepEqual(
      best?.mapping.map(({ field }) => field),
      fields,
    );
  }
});

test('content maps a column whose header says nothing, and a remembered choice wins', () => {
  const rows = ['a', 'b', 'c', 'd'].map((name) => [name, `${name}@acme.com`, 'x']);
  const mapping = proposeMapping(['Full name', 'F7', 'Blah'], rows, targetOf('contact'));
  assert.deepEqual(
    mapping.map(({ field }) => field),
    ['name', 'email', null],
  );
  const remembered = rememberMapping(
    [
      { ...mapping[0], field: null },
      { ...mapping[2], field: 'title' },
    ].flatMap(({ column, field }) => (column ? [{ column, field, confidence: 1, why: '', samples: [] }] : [])),
  );
  assert.deepEqual(
    proposeMapping(['Full name', 'F7', 'Blah'], rows, targetOf('contact'), remembered).map(({ field }) => field),
    [null, 'email', 'title'],
  );
});

test('a row becomes fields and problems with the column and a sentence', () => {
  const mapping = map('externalId', 'account', 'stage', 'closedOn', 'amount', 'product');
  const references = { product: createReferenceIndex([{ id: 'p1', label: 'GTX Pro' }]), account: createReferenceIndex([{ id: 'a1', label: 'Acme' }]) };
  const options = { references, currency: 'EUR', fields: { closedOn: { dateOrder: 'dmy' as const } } };
  const good = planRow(deal, mapping, { product: { gtxpro: 'GTX Pro' } }, options, row('1', 'acme', 'Closed Won', '01-03-17', '1.234,50', 'GTXPro'));
  assert.deepEqual(good.problems, []);
  assert.deepEqual(good.fields, {
    externalId: '1',
    account: { target: 'account', text: 'acme', id: 'a1' },
    stage: 'won',
    closedOn: '2017-03-01',
    amount: { amountMinor: 123450, currency: 'EUR' },
    product: { target: 'product', text: 'GTX Pro', id: 'p1' },
  });
  const bad = planRow(deal, mapping, {}, options, row('1', '', 'Flying', '31-02-17', 'NaN', 'GTXPro'));
  assert.equal(bad.outcome, 'error');
  assert.deepEqual(
    bad.problems.map(({ column, code, severity }) => `${column} ${code} ${severity}`),
    ['C2 unknown-value error', 'C3 impossible-date error', 'C4 not-a-value error', 'C5 unknown-reference error', 'C1 missing warning'],
  );
  assert.ok(bad.problems.some(({ sentence }) => sentence.includes('Did you mean "GTX Pro"?')));
});

test('references, open lists, required fields and rules between fields', () => {
  const codes = (target: typeof deal, mapping: ReturnType<typeof map>, cells: string[], options = {}) =>
    planRow(target, mapping, {}, options, row(...cells)).problems.map(({ code, severity }) => `${code} ${severity}`);
  assert.deepEqual(codes(account, map('name', 'industry'), ['Acme', 'Space']), ['unknown-value warning']);
  assert.deepEqual(codes(account, map('name'), ['']), ['required error']);
  const empty = createReferenceIndex([]);
  assert.deepEqual(codes(targetOf('person'), map('name', 'manager'), ['Jane', 'Boss'], { references: { person: empty } }), ['new-reference warning']);
  assert.deepEqual(codes(deal, map('stage', 'account'), ['Won', 'Acme'], { references: { account: empty }, whenUnknown: { account: 'create' } }), [
    'new-reference warning',
  ]);
  assert.deepEqual(codes(deal, map('stage', 'openedOn', 'closedOn'), ['Lost', '2024-02-01', '2024-01-01']), ['closed-before-opened error']);
  const twins = createReferenceIndex([
    { id: '1', label: 'Acme' },
    { id: '2', label: 'ACME' },
  ]);
  assert.deepEqual(codes(deal, map('stage', 'account'), ['Won', 'Acme'], { references: { account: twins } }), ['ambiguous-reference error']);
  assert.throws(() => createRowPlanner(deal, map('stage', 'stage'), {}, {}), RangeError);
});

test('unknown values are grouped with counts and suggestions', () => {
  const profiler = createProfiler(['sector']);
  for (const text of ['technolgy', 'Technolgy', 'retail', 'zzzz', '']) profiler.add([text]);
  const column = profiler.finish().columns[0];
  const industry = account.fields.find(({ key }) => key === 'industry');
  assert.ok(column && industry);
  const unknown = unknownValues(industry, column, {});
  assert.deepEqual(
    unknown.map(({ text, count, suggestion }) => [text, count, suggestion?.value ?? null]),
    [
      ['technolgy', 2, 'technology'],
      ['zzzz', 1, null],
    ],
  );
  assert.deepEqual(acceptSuggestions(unknown, 0.8), { technolgy: 'technology' });
});

test('duplicates are found by key in order, in the file and among records', async () => {
  assert.deepEqual(keysOf(account, { name: 'Acme Corp.', website: 'https://www.acme.com' }).map(keyString), ['domain:acme.com', 'name:acme']);
  const inFile = createFileDuplicates(account);
  assert.equal(inFile(2, { name: 'Acme Corp.' }), null);
  assert.deepEqual(inFile(3, { name: 'ACME, Inc.' }), { ofRow: 2, by: 'name' });
  let calls = 0;
  const matches = await matchExisting(account, [{ name: 'Acme' }, { name: 'Beta', domain: 'beta.com' }, { name: 'Twin' }, { name: 'New' }], async () => {
    calls += 1;
    return new Map(
      Object.entries({ 'name:acme': ['1'], 'domain:beta.com': ['2'], 'name:beta': ['3'], 'name:twin': ['4', '5'] }).map(([key, ids]) => [
        key,
        ids.map((id) => ({ id, externalId: null })),
      ]),
    );
  });
  assert.equal(calls, 1);
  assert.deepEqual(
    matches.map((match) => (match === null ? null : 'id' in match ? `${match.id} ${match.by}` : match.problem.code)),
    ['1 name', '2 domain', 'several-matches', null],
  );
});

test('a record with another external id is another record', async () => {
  const lookup = async () => new Map([['name:acme', [{ id: '1', externalId: 'A' }]]]);
  assert.deepEqual(await matchExisting(account, [{ name: 'Acme', externalId: 'B' }, { name: 'Acme' }], lookup), [null, { id: '1', by: 'name' }]);
});

test('what a row will do follows the rules field by field', () => {
  const fields = { name: 'Acme', phone: '1', city: 'Rome' };
  const base = { fields, hasError: false, rules: { default: 'overwrite' as const } };
  assert.equal(decide({ ...base, existing: null }).action, 'create');
  assert.equal(decide({ ...base, existing: { ...fields } }).action, 'unchanged');
  assert.equal(decide({ ...base, hasError: true, existing: null }).action, 'error');
  assert.equal(decide({ ...base, repeatsRow: 4, existing: null }).action, 'skip');
  assert.deepEqual(decide({ ...base, existing: { ...fields, phone: '2' } }).changes, [{ field: 'phone', before: '2', after: '1' }]);
  const mixed = decide({
    fields,
    hasError: false,
    existing: { name: 'Old', phone: null, city: 'Oslo' },
    rules: { default: 'if-blank', fields: { city: 'never' } },
  });
  assert.deepEqual([mixed.action, mixed.changes, mixed.kept], ['update', [{ field: 'phone', before: null, after: '1' }], ['name', 'city']]);
  assert.equal(decide({ fields, hasError: false, existing: { name: 'Old' }, rules: { default: 'skip' } }).action, 'skip');
  assert.deepEqual(
    decide({ fields, hasError: false, existing: null, rules: { default: 'skip', fields: { phone: 'never' } } }).changes.map(({ field }) => field),
    ['name', 'city'],
  );
});

test('related files are ordered so that a reference always meets its record', () => {
  const { steps, references } = importOrder([
    { id: 'd', kind: 'deal', mappedFields: ['account', 'owner', 'stage'] },
    { id: 'a', kind: 'account', mappedFields: ['name', 'parent'] },
    { id: 'p', kind: 'person', mappedFields: ['name'] },
  ]);
  assert.deepEqual(
    steps.map(({ fileId, pass, fields }) => `${fileId}${pass} ${fields.join()}`),
    ['p1 name', 'a1 name', 'a2 parent', 'd1 account,owner,stage'],
  );
  assert.deepEqual(
    references.map(({ fromFile, field, toFiles }) => `${fromFile}.${field}→${toFiles.join()}`),
    ['a.parent→a', 'd.account→a', 'd.owner→p'],
  );
});

test('property: rows in = rows without error + rows with a reason', async () => {
  const cell = fc.oneof(fc.constantFrom('Won', 'Lost', '31-02-17', '01-03-17', 'NaN', '', '1,5', '"'), fc.string({ maxLength: 12 }));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 20 }), async (rows) => {
      const text = [['id', 'stage', 'amount', 'close date'], ...rows].map((cells) => writeCsvRow(cells, { guard: false })).join('');
      const table = await openTable({ text, fileName: 'x.csv' }, { delimiter: ',', headerRow: 1 });
      const planner = createRowPlanner(deal, map('externalId', 'stage', 'amount', 'closedOn'), {}, { fields: { closedOn: { dateOrder: 'dmy' } } });
      let accepted = 0;
      let explained = 0;
      for await (const input of table.rows()) {
        const planned = planner(input);
        if (planned.outcome !== 'error') accepted += 1;
        else if (planned.problems.some(({ severity, sentence }) => severity === 'error' && /[.?]$/.test(sentence))) explained += 1;
      }
      assert.equal(accepted + explained, rows.length);
    }),
    { numRuns: 150 },
  );
});
