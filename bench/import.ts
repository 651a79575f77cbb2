import { createWriteStream, openAsBlob } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BENCHMARK_SIZES } from '@entente/sample-ecosystem';
import { writeCsvRow } from '@entente/server/src/modules/imports/reader/index.ts';
import { cpuEach, cpuOf, untilQuiet } from './lib/cpu.ts';
import { generated, withCopy } from './lib/installation.ts';
import { startProduct } from './lib/product.ts';
import { atLeast, atMost, beside } from './lib/report.ts';

/** 100,000 deals of a CRM export, through the API as the wizard does it: upload, dry run over all rows, run. */
const ROWS = 100_000;
const BAR_SECONDS = 15;
const BAR_ROWS_PER_SECOND = 5_000;
const STAGES = ['Prospect', 'Qualified', 'Technical validation', 'Business validation', 'Won', 'Lost'];
const LONGEST_MS = 600_000;

type Detail = {
  id: string;
  status: string;
  target: string;
  rows: number;
  counts: { create: number; update: number; skip: number; error: number; warnings: number } | null;
  mapping: { column: string; field: string | null }[];
  questions: { column: string; sentence: string; answer: string | null }[];
  job: { sentence: string | null } | null;
};

const two = (value: number): string => String(value).padStart(2, '0');

/** Accounts, owners and products are those of the workspace, so that each reference is looked up and found. */
async function writeDeals(path: string): Promise<void> {
  const world = generated(BENCHMARK_SIZES);
  const owners = [...world.people()].map((person) => person.name);
  const products = [...world.products()].map((product) => product.name);
  // A name that two accounts bear is rightly refused; case and accents tell nobody apart.
  const folded = (name: string): string =>
    name
      .normalize('NFKD')
      .replaceAll(/[^\p{L}\p{N}]/gu, '')
      .toLowerCase();
  const named = [...Map.groupBy(world.accounts(), (account) => folded(account.name)).values()];
  const accounts = named.filter((same) => same.length === 1).map(([account]) => account?.name ?? '');
  const out = createWriteStream(path);
  const columns = [
    'Opportunity ID',
    'Opportunity Name',
    'Account Name',
    'Stage',
    'Amount',
    'Currency',
    'Created Date',
    'Expected Close Date',
    'Close Date',
    'Owner',
    'Product',
    'Quantity',
  ];
  out.write(writeCsvRow(columns));
  for (let row = 0; row < ROWS; row += 1) {
    const stage = STAGES[row % STAGES.length] ?? '';
    const isClosed = stage === 'Won' || stage === 'Lost';
    const line = writeCsvRow([
      `OPP-${row}`,
      `Expansion, "north" ${row}`,
      accounts[(row * 7) % accounts.length] ?? '',
      stage,
      `${1000 + ((row * 37) % 900_000)}.50`,
      'EUR',
      `2024-${two(1 + (row % 12))}-${two(1 + (row % 28))}`,
      isClosed ? '' : `2029-${two(1 + (row % 12))}-${two(1 + (row % 28))}`,
      isClosed ? `2025-${two(1 + (row % 9))}-${two(1 + (row % 28))}` : '',
      owners[row % owners.length] ?? '',
      products[row % products.length] ?? '',
      String(1 + (row % 50)),
    ]);
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

await withCopy(async (home, { keys }) => {
  const folder = await mkdtemp(join(tmpdir(), 'entente-bench-import-'));
  const path = join(folder, 'opportunities.csv');
  await writeDeals(path);
  const product = await startProduct(home);
  try {
    await untilQuiet(product);
    const authorization = `Bearer ${keys[0] ?? ''}`;
    const call = async (method: string, address: string, body?: FormData): Promise<Detail> => {
      const answer = await fetch(`${product.url}/api/v1/imports${address}`, { method, headers: { authorization }, ...(body ? { body } : {}) });
      if (!answer.ok) throw new Error(`${method} ${address} answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
      return (await answer.json()) as Detail;
    };
    const until = async (id: string, working: string): Promise<Detail> => {
      const deadline = performance.now() + LONGEST_MS;
      for (;;) {
        const detail = await call('GET', `/${id}`);
        if (detail.status !== working) return detail;
        if (performance.now() > deadline) throw new Error(`the import is still ${working}`);
        await sleep(100);
      }
    };

    const form = new FormData();
    form.append('target', 'deal');
    form.append('file', await openAsBlob(path), 'opportunities.csv');
    const atUpload = cpuOf(product);
    const begin = performance.now();
    const uploaded = await call('POST', '', form);
    const open = uploaded.questions.find((question) => question.answer === null);
    if (open) throw new Error(`the import asks about "${open.column}": ${open.sentence}`);
    beside('import: taking in and profiling 100,000 deal rows', (performance.now() - begin) / 1000, 's', {
      megabytes: Math.round((await stat(path)).size / 1e6),
      mapped: uploaded.mapping.filter((column) => column.field !== null).length,
      of: uploaded.mapping.length,
    });
    await call('POST', `/${uploaded.id}/dry-run`);
    const dry = await until(uploaded.id, 'dry_running');
    const dryRight = dry.status === 'dry_run' && dry.counts?.create === ROWS;
    atMost(
      'import: upload, full validation and dry run of 100,000 deal rows',
      (performance.now() - begin) / 1000,
      's',
      BAR_SECONDS,
      { ...cpuEach(product, atUpload, ROWS), ...dry.counts, status: dry.status },
      dryRight,
    );

    const atRun = cpuOf(product);
    const started = performance.now();
    await call('POST', `/${uploaded.id}/run`);
    const done = await until(uploaded.id, 'running');
    const seconds = (performance.now() - started) / 1000;
    const runRight = done.status === 'done' && done.counts?.create === ROWS;
    atLeast(
      'import: committed with audit and events',
      (done.counts?.create ?? 0) / seconds,
      'rows/s',
      BAR_ROWS_PER_SECOND,
      { ...cpuEach(product, atRun, ROWS), seconds: Math.round(seconds * 10) / 10, ...done.counts, status: done.status },
      runRight,
    );
  } finally {
    await product.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
