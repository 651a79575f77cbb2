// Reads, profiles, maps, validates and decides 100,000 generated deal rows; prints one JSON line.
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { openTable, writeCsvRow } from '../packages/server/src/modules/imports/reader/index.ts';
import {
  createFileDuplicates,
  createProfiler,
  createReferenceIndex,
  createRowPlanner,
  decide,
  optionsFromProfile,
  suggestTarget,
  targetOf,
} from '../packages/server/src/modules/imports/domain/index.ts';

const ROWS = Number(process.env['IMPORT_BENCH_ROWS'] ?? 100_000);
const BAR_SECONDS = 15;
const STAGES = ['Prospecting', 'Qualification', 'Negotiation', 'Closed Won', 'Closed Lost'];
const two = (value: number): string => String(value).padStart(2, '0');

async function writeDeals(path: string): Promise<void> {
  const out = createWriteStream(path);
  out.write(writeCsvRow(['Opportunity ID', 'Opportunity Name', 'Account Name', 'Stage', 'Amount', 'Created Date', 'Close Date', 'Owner', 'Product']));
  for (let row = 0; row < ROWS; row += 1) {
    const broken = row % 100 === 0;
    const line = writeCsvRow([
      `OPP-${row}`,
      `Renewal, "north" ${row}`,
      `Account ${row % 2_000}`,
      STAGES[row % STAGES.length] ?? '',
      `$${1 + (row % 900)},${String(row % 1_000).padStart(3, '0')}.50`,
      broken ? '31/02/2024' : `${two(1 + (row % 28))}/${two(1 + (row % 12))}/2023`,
      `${two(1 + (row % 28))}/${two(1 + (row % 12))}/2024`,
      `Seller ${row % 50}`,
      `Product ${row % 20}`,
    ]);
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

const names = (word: string, count: number) =>
  createReferenceIndex(Array.from({ length: count }, (_, index) => ({ id: `${word}${index}`, label: `${word} ${index}` })));

async function dryRun(path: string): Promise<Record<string, number>> {
  const table = await openTable({ path, fileName: 'deals.csv' });
  const profiler = createProfiler(table.headers);
  const sample: string[][] = [];
  for await (const row of table.rows()) {
    profiler.add(row.cells);
    if (sample.length < 200) sample.push(row.cells);
  }
  const best = suggestTarget(table.headers, sample, 'deals.csv')[0];
  if (best?.kind !== 'deal') throw new Error('the generated file is not recognised as deals');
  const target = targetOf(best.kind);
  const { fields } = optionsFromProfile(target, best.mapping, profiler.finish());
  const references = { account: names('Account', 2_000), person: names('Seller', 50), product: names('Product', 20) };
  const planner = createRowPlanner(target, best.mapping, {}, { fields, references, currency: 'USD' });
  const duplicate = createFileDuplicates(target);
  const actions: Record<string, number> = {};
  for await (const row of table.rows()) {
    const planned = planner(row);
    const hasError = planned.outcome === 'error';
    const repeats = hasError ? null : duplicate(row.rowNumber, planned.fields);
    const { action } = decide({ fields: planned.fields, hasError, repeatsRow: repeats?.ofRow ?? null, existing: null, rules: { default: 'overwrite' } });
    actions[action] = (actions[action] ?? 0) + 1;
  }
  return actions;
}

const folder = await mkdtemp(join(tmpdir(), 'entente-import-'));
try {
  const path = join(folder, 'deals.csv');
  await writeDeals(path);
  const started = performance.now();
  const actions = await dryRun(path);
  const value = Math.round(performance.now() - started) / 1000;
  const wanted = { error: Math.ceil(ROWS / 100), create: ROWS - Math.ceil(ROWS / 100) };
  const right = actions['error'] === wanted.error && actions['create'] === wanted.create;
  console.log(
    JSON.stringify({
      name: `import dry run of ${ROWS} deal rows (read, profile, map, validate, decide)`,
      value,
      unit: 's',
      bar: BAR_SECONDS,
      holds: right && value <= BAR_SECONDS,
      actions,
      peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
