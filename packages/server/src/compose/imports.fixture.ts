import { scopes, scopesOfRole, type StaffRole } from '@entente/contracts/permissions';
import { newId } from '@entente/kernel';
import type { TestDatabase } from '@entente/testkit';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { normaliseDomain } from '@entente/account-matching';
import { createAccountsModule } from '../modules/accounts/index.ts';
import { createCatalogModule } from '../modules/catalog/index.ts';
import { actsOfDeal, workFigures } from '../modules/cosell/index.ts';
import { createDealsModule, dealProjection } from '../modules/deals/index.ts';
import { createImportsModule, type ImportsModule, type ImportsPorts } from '../modules/imports/index.ts';
import { createPartnersModule } from '../modules/partners/index.ts';
import { createWorkspace } from '../modules/workspaces/index.ts';
import type { Context } from '../platform/context.ts';
import { createFileStore } from '../platform/files/index.ts';
import { importPorts } from './imports.ts';

export const NOW = new Date('2026-03-02T09:00:00Z');

export function modulesOf(db: TestDatabase) {
  const database = db.db;
  const accounts = createAccountsModule({ database, renamed: (tx, tenantId, renamed) => dealProjection.refreshAccountNames(tx, tenantId, renamed) });
  return {
    accounts,
    partners: createPartnersModule({ database, normaliseDomain, tiesOfPartner: accounts.tiesOfPartner }),
    catalog: createCatalogModule({ database }),
    deals: createDealsModule({ database, ports: { actsOfDeal, workFigures } }),
  };
}

export const filesFolder = (): string => mkdtempSync(join(tmpdir(), 'entente-imports-'));

export function createImports(
  db: TestDatabase,
  folder: string,
  options: { ports?: (ports: ImportsPorts) => ImportsPorts; chunkRows?: number } = {},
): ImportsModule {
  const ports = importPorts(modulesOf(db));
  return createImportsModule({
    database: db.db,
    files: createFileStore(folder),
    ports: options.ports?.(ports) ?? ports,
    now: () => NOW,
    log: { error: () => undefined, info: () => undefined },
    chunkRows: options.chunkRows ?? 1000,
    afterWrite: () => undefined,
  });
}

export async function newWorkspace(db: TestDatabase, slug: string, role: StaffRole = 'owner'): Promise<Context> {
  const workspace = await db.db.inSystem((tx) => createWorkspace(tx, { slug, name: slug, baseCurrency: 'USD', now: NOW }));
  return {
    tenantId: workspace.id,
    requestId: newId(),
    now: NOW,
    actor: {
      kind: 'person',
      id: newId(),
      name: 'Ines Ortega',
      memberId: null,
      audience: 'workspace',
      partnerId: null,
      role,
      scopes: new Set(role === 'owner' ? scopes : scopesOfRole[role]),
      onBehalfOf: null,
    },
  };
}
