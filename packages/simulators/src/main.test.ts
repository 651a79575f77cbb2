import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

async function started(file: string): Promise<{ process: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), '--port', '0', '--file', file], { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    told += chunk.toString('utf8');
    const url = /http:\/\/[\d.]+:\d+/.exec(told)?.[0];
    if (url !== undefined) return { process: child, url };
  }
  throw new Error(`The simulators did not start: ${told}`);
}

test('the command starts all simulators, saves when it is stopped, and goes on from there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'simulators-main-'));
  const file = join(folder, 'state.json');
  try {
    const first = await started(file);
    const state = (await (await fetch(`${first.url}/_control/state`)).json()) as { simulators: { name: string }[] };
    assert.deepEqual(
      state.simulators.map(({ name }) => name),
      ['aws', 'microsoft', 'google', 'salesforce', 'hubspot'],
    );
    await fetch(`${first.url}/_control/clock`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"advanceMs":86400000}' });
    first.process.kill('SIGTERM');
    const [code] = (await once(first.process, 'exit')) as [number | null];
    assert.equal(code, 0);
    assert.equal((JSON.parse(await readFile(file, 'utf8')) as { core: { aheadMs: number } }).core.aheadMs, 86_400_000);

    const second = await started(file);
    const again = (await (await fetch(`${second.url}/_control/state`)).json()) as { clock: { aheadMs: number } };
    assert.equal(again.clock.aheadMs, 86_400_000);
    second.process.kill('SIGINT');
    await once(second.process, 'exit');
  } finally {
    await rm(folder, { recursive: true });
  }
});
