import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compiledMessages } from '../../../vite-lean.ts';

const folder = fileURLToPath(new URL('messages/', import.meta.url));

test('the build compiles every catalogue: a text with values never reaches the browser as it is written', async () => {
  const { load } = compiledMessages();
  assert.ok(typeof load === 'function');
  const compile = load as (this: unknown, id: string) => Promise<string | null>;
  const collections = ['en.ts', 'ar.ts'];
  for (const name of readdirSync(folder).filter((file) => !collections.includes(file)))
    assert.notEqual(await compile.call(undefined, `${folder}${name}`), null, name);
});
