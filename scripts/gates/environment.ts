import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTest, sourcesIn, type Gate } from './gate.ts';

const reader = 'packages/server/src/platform/config.ts';

/** One place knows what can be configured; everything else is handed it. */
export const environment: Gate = {
  name: 'environment',
  run(root) {
    const problems = sourcesIn(root, 'packages/{server,kernel,contracts,sample-ecosystem}/src/**/*.ts')
      .filter((file) => file !== reader && !isTest(file))
      .filter((file) =>
        /\bprocess\s*(\.|\?\.)\s*env\b|\bprocess\[['"]env['"]\]|\bprocess\.loadEnvFile\b|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/.test(
          readFileSync(join(root, file), 'utf8'),
        ),
      );
    return Promise.resolve(problems.map((file) => `${file} reads process.env; only ${reader} does`));
  },
};
