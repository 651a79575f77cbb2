import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const folder = process.env['ENTENTE_REFERENCE_DATA'];
if (!folder) throw new Error('ENTENTE_REFERENCE_DATA must name the folder with the worked cases of money');
const { cases } = JSON.parse(readFileSync(join(folder, 'money-cases', 'cases.json'), 'utf8')) as { cases: { id: string; area: string }[] };

/** Cases are run one by one, or by the area they belong to. */
test('every worked case of money is run by some check', () => {
  const packages = join(import.meta.dirname, '..', '..', '..');
  const texts = globSync('*/src/**/*.ref.ts', { cwd: packages, exclude: (name) => name.endsWith('money-cases.ref.ts') })
    .map((name) => readFileSync(join(packages, name), 'utf8'))
    // What a comment says of a case does not run it.
    .map((text) => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, ''));
  const said = (word: string): boolean => texts.some((text) => text.includes(word));
  assert.ok(texts.length > 5, 'the checks are there');
  assert.deepEqual(
    cases.filter(({ id, area }) => ![`'${id}'`, `'${id}:`, `'${area}'`].some(said)).map(({ id }) => id),
    [],
  );
});
