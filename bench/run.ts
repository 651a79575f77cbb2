import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';
import { load, LOADED_HOME, removeHome, temporaryHome } from './lib/installation.ts';
import { table, type Figure } from './lib/report.ts';

/** In this order; `large` ones need the installation with the large set. */
const BENCHMARKS = [
  { name: 'match-domain', large: false },
  { name: 'import-domain', large: false },
  { name: 'registrations', large: false },
  { name: 'conservation', large: false },
  { name: 'metering', large: false },
  { name: 'payouts', large: false },
  { name: 'ledger', large: false },
  { name: 'settlement', large: false },
  { name: 'sync', large: false },
  { name: 'register', large: false },
  { name: 'start', large: true },
  { name: 'cosell', large: true },
  { name: 'match-api', large: true },
  { name: 'deals-list', large: true },
  { name: 'writes', large: true },
  { name: 'import', large: true },
  { name: 'memory', large: true },
  { name: 'web', large: true },
] as const;

const folder = fileURLToPath(new URL('.', import.meta.url));
const asJson = process.argv.includes('--json');
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = wanted.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
if (unknown.length > 0) {
  console.error(`There is no benchmark called ${unknown.join(', ')}. There are: ${BENCHMARKS.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}
const chosen = BENCHMARKS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const figures: Figure[] = [];
const kept = process.env['BENCH_HOME'];
const home = kept ? resolve(kept) : temporaryHome();
let broken = false;
let interrupted = false;
let running: ChildProcess | null = null;
// Ctrl-C ends the benchmark under way, which still clears up behind itself.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    interrupted = true;
    running?.kill('SIGINT');
  });
try {
  for (const { name, large } of chosen) {
    if (interrupted) break;
    if (large) {
      console.error(`${name}: 10,000 partners, 200,000 accounts, 100,000 deals`);
      await load(home);
    } else console.error(name);
    const { code, lines } = await run(name);
    for (const line of lines) {
      const figure = JSON.parse(line) as Figure;
      figures.push(figure);
      console.error(`  ${figure.name}: ${figure.value} ${figure.unit}`);
    }
    if (code !== 0) {
      broken = true;
      console.error(`${name} did not come to its end`);
    }
  }
} finally {
  if (!kept) removeHome(home);
}
console.log(asJson ? JSON.stringify(figures, null, 2) : table(figures));
// A missed bar is a finding, not a failure: only a benchmark that could not be run is one.
if (broken || interrupted) process.exitCode = 1;

async function run(name: string): Promise<{ code: number | null; lines: string[] }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', `${folder}${name}.ts`], {
    env: { ...process.env, [LOADED_HOME]: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running = child;
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, lines: said.split('\n').filter((line) => line.startsWith('{')) };
}
