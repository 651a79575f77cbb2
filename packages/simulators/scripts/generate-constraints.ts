import { readFile, writeFile } from 'node:fs/promises';
import { deepStrictEqual } from 'node:assert/strict';
import { join } from 'node:path';

/**
 * Writes the constraint files of the AWS simulator from the derived service models, or with `check` says whether they still agree.
 * The folder is ENTENTE_REFERENCE_DATA/hyperscalers; it is needed here only, never at run time.
 */
const services = {
  selling: 'partnercentral-selling',
  agreement: 'marketplace-agreement',
  catalog: 'marketplace-catalog',
  metering: 'meteringmarketplace',
} as const;
type Constraint = { kind: string; pattern?: string; min?: number; max?: number };
type ConstraintFile = {
  service: string;
  source: string;
  shapes: Record<string, Constraint>;
  enums: Record<string, string[]>;
  documented: Record<string, string[]>;
};

/**
 * Two patterns of the models can take exponential time on hostile text. These accept exactly the same texts:
 * a repeated `[.]X+` where X holds the dot is one `[.]X+`; and `(?:.X+)*` after X+ is runs of X with single other characters between.
 */
const rewritten: Readonly<Record<string, string>> = {
  CompanyWebsiteUrl: '(?=[\\s\\S]{4,255}$)(?:https?://)?(?:www[.])?[a-zA-Z0-9-]+[.][a-zA-Z0-9(-|/=?)]+',
  SenderContactEmail: "(?=[\\s\\S]{1,80}$)[a-zA-Z0-9.!#$%&'*+/=?^_{|}~-]+@[a-zA-Z0-9-]+(?:[^a-zA-Z0-9\\n-][a-zA-Z0-9-]+)*",
};

const folder = join(process.env.ENTENTE_REFERENCE_DATA ?? join(import.meta.dirname, '../../../../shared/data'), 'hyperscalers');
const target = join(import.meta.dirname, '../src/aws/constraints');

/** `(?s)` is not JavaScript: the dot becomes a class, outside classes and where it is not escaped. */
export function javascriptPattern(pattern: string): string {
  const dotAll = pattern.startsWith('(?s)');
  const source = dotAll ? pattern.slice(4) : pattern;
  let result = '';
  let inClass = false;
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at] ?? '';
    if (character === '\\') {
      result += character + (source[at + 1] ?? '');
      at += 1;
      continue;
    }
    if (character === '[') inClass = true;
    if (character === ']') inClass = false;
    result += character === '.' && dotAll && !inClass ? '[\\s\\S]' : character;
  }
  return result.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
}

async function generate(): Promise<Map<string, unknown>> {
  const rows = (await readFile(join(folder, 'aws-constraints.tsv'), 'utf8')).split('\n').filter((row) => row !== '');
  const enums = JSON.parse(await readFile(join(folder, 'aws-enums.json'), 'utf8')) as Record<string, Record<string, string[]>>;
  const files = new Map<string, unknown>();
  for (const [name, service] of Object.entries(services)) {
    const shapes: Record<string, Constraint> = {};
    for (const row of rows) {
      const [rowService, shape, kind, json] = row.split('\t');
      if (rowService !== service || shape === undefined || kind === undefined || json === undefined) continue;
      const { pattern, min, max } = JSON.parse(json) as { pattern?: string; min?: number; max?: number };
      const source = rewritten[shape] ?? (pattern === undefined ? undefined : javascriptPattern(pattern));
      shapes[shape] = {
        kind,
        ...(source === undefined ? {} : { pattern: source }),
        ...(min === undefined ? {} : { min }),
        ...(max === undefined ? {} : { max }),
      };
    }
    const file: ConstraintFile = {
      service,
      source: 'Derived from the service model in botocore 1.43 (Apache-2.0); see NOTICE.',
      shapes,
      enums: enums[service] ?? {},
      documented: name === 'selling' ? (enums[`${service} (documented, not in the model as enum)`] ?? {}) : {},
    };
    files.set(`${name}.json`, file);
  }
  files.set('catalog-change-details.json', JSON.parse(await readFile(join(folder, 'aws-catalog-change-details.schema.json'), 'utf8')));
  return files;
}

const files = await generate();
if (process.argv[2] === 'check') {
  for (const [name, content] of files) {
    const present: unknown = JSON.parse(await readFile(join(target, name), 'utf8'));
    deepStrictEqual(present, content, `${name} differs from the reference data: run the script without check.`);
  }
  process.stdout.write(`${files.size} constraint files agree with the reference data.\n`);
} else {
  for (const [name, content] of files) await writeFile(join(target, name), `${JSON.stringify(content, null, 1)}\n`);
  process.stdout.write(`${files.size} constraint files were written.\n`);
}
