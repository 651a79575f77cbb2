import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateEcosystem } from '@entente/sample-ecosystem';
import { addMembership, createPerson } from '../modules/identity/index.ts';
import { createWorkspace } from '../modules/workspaces/index.ts';
import type { Database } from '../platform/db/database.ts';
import { loadSample } from './load-sample.ts';
import { loadSampleMoney } from './sample-money/index.ts';
import { joinSampleOutside } from './sample-outside.ts';
import type { Modules } from './modules.ts';

/** Who signs in first; in the sample also somebody of a partner, with the same password. */
export type FirstSignIn = { readonly email: string; readonly password: string; readonly partnerEmail: string | null };

/** Fills an installation that has no workspace yet: with the sample ecosystem, or with one empty workspace. */
export async function firstRun(options: {
  database: Database;
  modules: Modules;
  home: string;
  empty: boolean;
  /** Where the sample's outside world answers; absent: the sample stands alone. */
  simulatorsUrl?: string | undefined;
  now: Date;
  say: (sentence: string) => void;
}): Promise<FirstSignIn | null> {
  const { database, modules, now } = options;
  const some = await database.inSystem((tx) => tx.selectFrom('workspace').select('id').limit(1).executeTakeFirst());
  if (some) return null;
  let signIn: FirstSignIn;
  if (options.empty) {
    const email = 'owner@localhost.example';
    signIn = {
      email,
      partnerEmail: null,
      password: (
        await insertWorkspaceWithOwner(database, {
          slug: 'main',
          name: 'My company',
          ownerEmail: email,
          ownerName: 'Owner',
          baseCurrency: 'EUR',
          now,
          sample: false,
        })
      ).password,
    };
  } else {
    options.say('Loading the sample ecosystem…');
    const password = newPassword();
    const ecosystem = generateEcosystem({ seed: 2026, now: now.toISOString() });
    const { owner, partner, tenantId } = await loadSample({ database, modules, ecosystem, password, now });
    await loadSampleMoney({ database, modules, tenantId, partnerEmail: partner, now });
    if (options.simulatorsUrl !== undefined) await joinSampleOutside({ modules, tenantId, simulatorsUrl: options.simulatorsUrl, now });
    signIn = { email: owner, password, partnerEmail: partner };
  }
  writeFileSync(join(options.home, 'sign-in.txt'), `${signIn.email}\n${signIn.password}\n${signIn.partnerEmail === null ? '' : `${signIn.partnerEmail}\n`}`, {
    mode: 0o600,
  });
  return signIn;
}

export async function insertWorkspaceWithOwner(
  database: Database,
  input: { slug: string; name: string; baseCurrency: string; ownerEmail: string; ownerName: string; now: Date; sample: boolean },
): Promise<{ tenantId: string; password: string }> {
  const password = newPassword();
  const workspace = await database.inSystem(async (tx) => {
    const made = await createWorkspace(tx, input);
    const { userId } = await createPerson(tx, { email: input.ownerEmail, name: input.ownerName, password });
    await addMembership(tx, made.id, { userId, role: 'owner', now: input.now });
    return made;
  });
  return { tenantId: workspace.id, password };
}

/** Easy to read aloud and to type, with 70 bits of chance. */
function newPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = (): string => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('');
  return `${group()}-${group()}-${group()}`;
}
