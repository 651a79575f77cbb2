import { awsAdapter, awsCosellPort } from '../connectors/aws-cosell/index.ts';
import { googleAdapter, googleCosellPort } from '../connectors/google/index.ts';
import { hubspotAdapter } from '../connectors/hubspot/index.ts';
import { microsoftAdapter, microsoftCosellPort } from '../connectors/microsoft/index.ts';
import { restAdapter } from '../connectors/rest/index.ts';
import { salesforceAdapter } from '../connectors/salesforce/index.ts';
import type { CosellPort } from '../modules/clouds/index.ts';
import type { SystemAdapter } from '../modules/sync/index.ts';
import type { Access } from '../platform/outside/index.ts';

/** Every outside system this installation can speak to. Their clients are loaded when a connection of theirs first works. */
export const systemAdapters: readonly SystemAdapter[] = [salesforceAdapter, hubspotAdapter, restAdapter, awsAdapter, microsoftAdapter, googleAdapter];

const cosellPorts: Readonly<Partial<Record<Access['system'], (access: Access) => CosellPort>>> = {
  aws: awsCosellPort,
  microsoft: microsoftCosellPort,
  google: googleCosellPort,
};
export const cosellPortOf = (access: Access): CosellPort | null => cosellPorts[access.system]?.(access) ?? null;
