import { gates } from './gates/all.ts';
import type { Gate } from './gates/gate.ts';
import { root } from './lib/files.ts';

const atOnce = 2;
const shown = 100;

async function pass(gate: Gate): Promise<boolean> {
  const started = performance.now();
  const problems = await gate.run(root).catch((error: unknown) => [error instanceof Error ? error.message : String(error)]);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const lines = [`${problems.length === 0 ? '✔' : '✖'} ${gate.name} (${seconds} s)`, ...problems.slice(0, shown).map((line) => `    ${line}`)];
  if (problems.length > shown) lines.push(`    and ${problems.length - shown} lines more`);
  console.log(lines.join('\n'));
  return problems.length === 0;
}

/** The rules every commit keeps. Arguments choose gates by the beginning of their names. */
async function main(wanted: string[]): Promise<void> {
  const waiting = gates.filter((gate) => wanted.length === 0 || wanted.some((name) => gate.name.startsWith(name)));
  const total = waiting.length;
  let held = 0;
  const work = async (): Promise<void> => {
    for (let gate = waiting.shift(); gate; gate = waiting.shift()) if (await pass(gate)) held += 1;
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  console.log(`${held} of ${total} gates hold`);
  process.exitCode = held === total && total > 0 ? 0 : 1;
}

await main(process.argv.slice(2));
