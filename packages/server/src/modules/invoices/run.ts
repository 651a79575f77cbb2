import type { Parsed, Result } from '@entente/contracts';
import { addDays, dayIn, monthOf, Problem, type Charge } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { InvoicesDeps } from './context.ts';
import { createDraft } from './drafts.ts';
import { issue } from './issue.ts';
import { accountName, lockAccount, settingsOf } from './store.ts';

type Answer = Result<'invoices.run'>;

/** One draft for each account and currency with open charges, each in a transaction of its own: what one account lacks stops no other. */
export async function runInvoices(deps: InvoicesDeps, context: Context, { until, accountId, issue: atOnce }: Parsed<'invoices.run'>['body']): Promise<Answer> {
  const { tenantId } = context;
  const { database, ports } = deps;
  if (accountId !== undefined) await database.reading(tenantId, (tx) => accountName(tx, tenantId, accountId));
  const open = await database.reading(tenantId, (tx) => ports.openCharges(tx, tenantId, { until, accountId }));
  const groups = new Map<string, { accountId: string; currency: string }>();
  for (const charge of open) groups.set(`${charge.accountId} ${charge.currency}`, { accountId: charge.accountId, currency: charge.currency });
  const answer: Answer = { made: [], waiting: [] };
  for (const group of groups.values()) {
    const drafted = await draftFor(deps, context, group, until);
    if (drafted === null) continue;
    if ('sentence' in drafted) answer.waiting.push(drafted);
    else {
      if (atOnce) await issueIfReady(deps, context, drafted.invoiceId);
      answer.made.push({ ...drafted, currency: group.currency, ...(await statusOf(deps, tenantId, drafted.invoiceId)) });
    }
  }
  return answer;
}

/** Once a month has ended, what was open of it, where the workspace wants that done by itself. Again is nothing: what is invoiced is not open. */
export async function runEndedMonth(deps: InvoicesDeps, context: Context): Promise<void> {
  const settings = await deps.database.reading(context.tenantId, (tx) => settingsOf(tx, context.tenantId));
  if (settings === null || settings.automatic === 'off') return;
  const until = addDays(`${monthOf(dayIn(context.now, settings.timeZone))}-01`, -1);
  await runInvoices(deps, context, { until, issue: settings.automatic === 'issue' });
}

type Drafted = Answer['waiting'][number] | { readonly invoiceId: string; readonly accountName: string } | null;
const draftFor = ({ database, ports }: InvoicesDeps, context: Context, group: { accountId: string; currency: string }, until: string): Promise<Drafted> =>
  database.inTenant(context.tenantId, async (tx) => {
    // Two runs at once: the second sees what the first has taken.
    await lockAccount(tx, context.tenantId, group.accountId);
    const charges = await ports.openCharges(tx, context.tenantId, { until, ...group });
    if (charges.length === 0) return null;
    const name = await accountName(tx, context.tenantId, group.accountId);
    const netMinor = charges.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    if (netMinor <= 0) return { ...group, accountName: name, netMinor, sentence: waitingSentence(charges) };
    return { invoiceId: await createDraft(tx, context, ports, { ...group, chargeIds: charges.map(({ id }) => id), lines: [], note: null }), accountName: name };
  });

async function issueIfReady({ database, ports }: InvoicesDeps, context: Context, id: string): Promise<void> {
  try {
    await database.inTenant(context.tenantId, (tx) => issue(tx, context, ports, id, null));
  } catch (error) {
    // It stays a draft that says why.
    if (!(error instanceof Problem)) throw error;
  }
}

const statusOf = ({ database }: InvoicesDeps, tenantId: string, id: string): Promise<Pick<Answer['made'][number], 'totalMinor' | 'number' | 'obstacle'>> =>
  database.reading(tenantId, async (tx) => {
    const { rows } = await sql<Pick<Answer['made'][number], 'totalMinor' | 'number' | 'obstacle'>>`
      select total_minor as "totalMinor", number, obstacle from invoice where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
    return rows[0] ?? { totalMinor: 0, number: null, obstacle: null };
  });

const waitingSentence = (charges: readonly Charge[]): string =>
  charges.every(({ amountMinor }) => amountMinor === 0)
    ? 'Its charges come to nothing.'
    : 'Its charges give back as much as they take, or more. They wait for further charges, or are given back by a credit note.';
