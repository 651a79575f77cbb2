import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { openTable } from '../reader/index.ts';
import {
  acceptSuggestions,
  createFileDuplicates,
  createProfiler,
  createReferenceIndex,
  createRowPlanner,
  importOrder,
  optionsFromProfile,
  suggestTarget,
  targetOf,
  unknownValues,
} from './index.ts';
import type { ColumnMapping, PlannedRow, References, TableProfile, TargetKind, UnknownValue, ValueFixes } from './index.ts';

const folder = process.env['ENTENTE_REFERENCE_DATA'];
if (!folder) throw new Error('ENTENTE_REFERENCE_DATA must name the folder with the reference CRM export');

type Loaded = { kind: TargetKind; mapping: readonly ColumnMapping[]; profile: TableProfile; rows: { rowNumber: number; cells: string[] }[] };
const loaded: Record<string, Loaded> = {};

async function load(name: string): Promise<Loaded> {
  const fileName = `${name}.csv`;
  const table = await openTable({ path: join(folder ?? '', 'maven-crm-sales', fileName), fileName });
  assert.deepEqual(table.warnings, []);
  const profiler = createProfiler(table.headers);
  const rows: Loaded['rows'] = [];
  for await (const row of table.rows()) {
    assert.equal(row.problem, undefined);
    profiler.add(row.cells);
    rows.push(row);
  }
  const best = suggestTarget(
    table.headers,
    rows.slice(0, 200).map((row) => row.cells),
    fileName,
  )[0];
  assert.ok(best);
  return { kind: best.kind, mapping: best.mapping, profile: profiler.finish(), rows };
}

const file = (name: string): Loaded => {
  const found = loaded[name];
  assert.ok(found, name);
  return found;
};
const mapped = (name: string): Record<string, string | null> => Object.fromEntries(file(name).mapping.map(({ column, field }) => [column, field]));

function unknownOf(name: string, key: string, references: References): UnknownValue[] {
  const { kind, mapping, profile } = file(name);
  const field = targetOf(kind).fields.find((candidate) => candidate.key === key);
  const column = profile.columns[mapping.findIndex((candidate) => candidate.field === key)];
  assert.ok(field && column);
  return unknownValues(field, column, references);
}

function plan(name: string, fixes: ValueFixes, references: References): PlannedRow[] {
  const { kind, mapping, profile, rows } = file(name);
  const { fields, questions } = optionsFromProfile(targetOf(kind), mapping, profile);
  assert.deepEqual(questions, []);
  const planner = createRowPlanner(targetOf(kind), mapping, fixes, { fields, references, currency: 'USD' });
  const planned = rows.map(planner);
  assert.equal(planned.length, rows.length);
  return planned;
}

const labelsOf = (name: string): string[] => file(name).rows.map((row) => row.cells[0] ?? '');
const indexOf = (labels: readonly string[]) => createReferenceIndex(labels.map((label) => ({ id: label, label })));
const count = (rows: readonly PlannedRow[], code: string): number => rows.filter((row) => row.problems.some((problem) => problem.code === code)).length;

before(async () => {
  for (const name of ['accounts', 'products', 'sales_teams', 'sales_pipeline']) loaded[name] = await load(name);
});

test('each file is recognised and mapped without help', () => {
  assert.deepEqual(
    ['accounts', 'products', 'sales_teams', 'sales_pipeline'].map((name) => file(name).kind),
    ['account', 'product', 'person', 'deal'],
  );
  assert.deepEqual(mapped('accounts'), {
    account: 'name',
    sector: 'industry',
    year_established: 'foundedYear',
    revenue: 'annualRevenue',
    employees: 'employees',
    office_location: 'country',
    subsidiary_of: 'parent',
  });
  assert.deepEqual(mapped('products'), { product: 'name', series: 'family', sales_price: 'listPrice' });
  assert.deepEqual(mapped('sales_teams'), { sales_agent: 'name', manager: 'manager', regional_office: 'office' });
  assert.deepEqual(mapped('sales_pipeline'), {
    opportunity_id: 'externalId',
    sales_agent: 'owner',
    product: 'product',
    account: 'account',
    deal_stage: 'stage',
    engage_date: 'openedOn',
    close_date: 'closedOn',
    close_value: 'amount',
    engage_quarter: null,
    close_quarter: null,
  });
  for (const column of file('sales_pipeline').mapping.slice(-2)) assert.match(column.why, /^Redundant: the quarter follows from "(engage|close)_date"\.$/);
});

test('the quarters prove that dates are day-month-year', () => {
  for (const column of file('sales_pipeline').profile.columns.filter(({ header }) => header.endsWith('_date'))) {
    assert.equal(column.dateOrder.order, 'dmy');
    assert.equal(column.dateOrder.proof, 'quarter');
    assert.equal(column.dateOrder.ambiguous, false);
  }
});

test('misspelt sectors, countries and products are found and a fix is suggested', () => {
  const sectors = unknownOf('accounts', 'industry', {});
  assert.deepEqual(
    sectors.map(({ text, suggestion }) => [text, suggestion?.value]),
    [['technolgy', 'technology']],
  );
  const countries = unknownOf('accounts', 'country', {});
  assert.deepEqual(
    countries.map(({ text, suggestion }) => [text, suggestion?.value]),
    [['Philipines', 'PH']],
  );
  const products = unknownOf('sales_pipeline', 'product', { product: indexOf(labelsOf('products')) });
  assert.deepEqual(
    products.map(({ text, count: rows, suggestion }) => [text, rows, suggestion?.value]),
    [['GTXPro', 1480, 'GTX Pro']],
  );
  assert.ok((products[0]?.suggestion?.confidence ?? 0) > 0.9);
});

test('accounts, products and people all plan without an error', () => {
  const accountIndex = indexOf(labelsOf('accounts'));
  const fixes = {
    industry: acceptSuggestions(unknownOf('accounts', 'industry', {}), 0.8),
    country: acceptSuggestions(unknownOf('accounts', 'country', {}), 0.8),
  };
  const accounts = plan('accounts', fixes, { account: accountIndex });
  assert.deepEqual([accounts.length, accounts.filter((row) => row.outcome === 'ok').length], [85, 85]);
  assert.deepEqual(accounts[0]?.fields, {
    name: 'Acme Corporation',
    industry: 'technology',
    foundedYear: 1996,
    annualRevenue: { amountMinor: 110004, currency: 'USD' },
    employees: 2822,
    country: 'US',
  });
  assert.equal(accounts.filter((row) => 'parent' in row.fields).length, 15);
  assert.equal(plan('products', {}, {}).filter((row) => row.outcome === 'ok').length, 7);
  const people = plan('sales_teams', {}, { person: indexOf(labelsOf('sales_teams')) });
  assert.deepEqual([people.length, count(people, 'new-reference'), people.filter((row) => row.outcome === 'error').length], [35, 35, 0]);
});

test('all 8,800 opportunities plan; 1,425 without an account are warned about and none is lost', () => {
  const references: References = { product: indexOf(labelsOf('products')), account: indexOf(labelsOf('accounts')), person: indexOf(labelsOf('sales_teams')) };
  const unfixed = plan('sales_pipeline', {}, references);
  assert.equal(count(unfixed, 'unknown-reference'), 1480);
  const fixes = { product: acceptSuggestions(unknownOf('sales_pipeline', 'product', references), 0.9) };
  const planned = plan('sales_pipeline', fixes, references);
  assert.equal(planned.length, 8800);
  assert.equal(planned.filter((row) => row.outcome === 'error').length, 0);
  assert.equal(planned.filter((row) => row.outcome === 'warning').length, 2089);
  assert.equal(count(planned, 'missing'), 1425);
  // Every open deal of the export is without a value and takes the list price of its product.
  assert.equal(count(planned, 'no-amount'), 2089);
  const stages = new Map<unknown, number>();
  for (const row of planned) stages.set(row.fields['stage'], (stages.get(row.fields['stage']) ?? 0) + 1);
  assert.deepEqual(Object.fromEntries(stages), { won: 4238, lost: 2473, qualified: 1589, prospect: 500 });
  assert.equal(planned[0]?.fields['openedOn'], '2016-10-20');
  assert.equal(planned[0]?.fields['closedOn'], '2017-03-01');
  const duplicate = createFileDuplicates(targetOf('deal'));
  assert.equal(planned.filter((row) => duplicate(row.rowNumber, row.fields)).length, 0);
});

test('the four files go in as products, people, accounts, their parents and deals', () => {
  const files = Object.entries(loaded).map(([id, { kind, mapping }]) => ({ id, kind, mappedFields: mapping.flatMap(({ field }) => field ?? []) }));
  const { steps } = importOrder(files);
  assert.deepEqual(
    steps.map(({ fileId, pass }) => `${fileId}:${pass}`),
    ['products:1', 'sales_teams:1', 'sales_teams:2', 'accounts:1', 'accounts:2', 'sales_pipeline:1'],
  );
});
