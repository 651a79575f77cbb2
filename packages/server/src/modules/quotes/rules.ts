import { approvalDefinition, type ApprovalDefinition } from '@entente/contracts';
import { datedDocuments } from '../../platform/dated-documents/index.ts';
import type { Database } from '../../platform/db/database.ts';

/** Whose approval a quote needs: dated versions of strict documents. */
export const approvalRules = (database: Database) =>
  datedDocuments<ApprovalDefinition>(database, {
    tables: 'quote_rule',
    kind: 'approval',
    what: 'approval rule',
    recordType: 'quote_rule',
    readScope: 'quotes:read',
    writeScope: 'pricing:write',
    parse: (value) => approvalDefinition.parse(value),
    check: async () => undefined,
  });
export type ApprovalRules = ReturnType<typeof approvalRules>;
