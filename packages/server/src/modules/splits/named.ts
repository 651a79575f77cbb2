import type { SplitDocument } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import type { Tx } from '../../platform/db/database.ts';
import { strangeIds } from '../../platform/db/strange-ids.ts';

type Named = { readonly table: 'partner' | 'product'; readonly path: string; readonly id: string };

/** Every record a document names, and where. */
function namedIn({ when, steps, remainder }: SplitDocument): Named[] {
  const conditions = when.flatMap((condition, index): Named[] => {
    if (condition.kind === 'partner') return condition.partnerIds.map((id) => ({ table: 'partner', path: `when.${index}.partnerIds`, id }));
    if (condition.kind === 'product') return condition.productIds.map((id) => ({ table: 'product', path: `when.${index}.productIds`, id }));
    return [];
  });
  const parties = [...steps.map(({ to }, index) => ({ party: to, path: `steps.${index}.to.partnerId` })), { party: remainder, path: 'remainder.partnerId' }];
  return [
    ...conditions,
    ...parties.flatMap(({ party, path }): Named[] => (party?.kind === 'partner' ? [{ table: 'partner', path, id: party.partnerId }] : [])),
  ];
}

/** Whoever and whatever a document names is of this workspace; `at` is where the document was in what was sent. */
export async function requireNamed(tx: Tx, tenantId: string, document: SplitDocument, at: string): Promise<void> {
  const named = namedIn(document);
  for (const table of ['partner', 'product'] as const) {
    const own = named.filter((one) => one.table === table);
    const unknown = await strangeIds(
      tx,
      tenantId,
      table,
      own.map(({ id }) => id),
    );
    const strange = own.find(({ id }) => unknown.has(id));
    if (!strange) continue;
    const sentence = `A ${table} this rule names does not exist.`;
    throw new Problem('invalid_input', sentence, { fields: [{ path: `${at}.${strange.path}`, code: 'unknown', sentence }] });
  }
}
