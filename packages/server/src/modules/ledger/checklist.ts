import type { Result } from '@entente/contracts';
import { addDays, addMonths } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { LedgerPorts } from './ports.ts';
import { differingBalances } from './projection.ts';
import { compareControl } from './reconcile.ts';
import { totalsOf, trialRows } from './trial-balance.ts';

export type Item = Result<'ledger.checklist'>['items'][number];
export type Ticks = Readonly<Record<string, { readonly by: string; readonly at: string }>>;

/** What a machine cannot see, and a person says. */
export const TICKS: readonly { readonly key: string; readonly title: string; readonly sentence: string }[] = [
  { key: 'cash', title: 'Cash agrees with the bank', sentence: 'The balance of cash is that of the bank statements at the end of the month.' },
  { key: 'late', title: 'Late facts are looked at', sentence: 'What came after its own month was closed is known and explained.' },
  { key: 'figures', title: 'The figures are looked at', sentence: 'Somebody has gone through the trial balance of the month.' },
];

const computed = (key: string, title: string, open: number, done: string, notDone: string): Item => ({
  key,
  title,
  kind: 'computed',
  done: open === 0,
  open,
  sentence: open === 0 ? done : notDone,
  doneBy: null,
  doneAt: null,
});

/** Each item from the state of this moment. */
export async function itemsOf(tx: Tx, tenantId: string, ports: LedgerPorts, month: string, ticks: Ticks, today: string): Promise<Item[]> {
  const lastDay = addDays(addMonths(`${month}-01`, 1), -1);
  const earlier = await openBefore(tx, tenantId, month);
  const unsealed = await unsealedUpTo(tx, tenantId, month);
  const unbalanced = totalsOf(await trialRows(tx, tenantId, month)).filter(({ differenceMinor }) => differenceMinor !== 0);
  const differing = await differingBalances(tx, tenantId, month);
  const items = [
    computed('over', 'The month is over', today > lastDay ? 0 : 1, 'Its last day has passed.', `Its last day is ${lastDay}.`),
    computed('earlier', 'Earlier months are closed', earlier.length, 'None before it is open.', `Open before it: ${earlier.join(', ')}.`),
    computed(
      'sealed',
      'Every transaction is sealed',
      unsealed,
      'All are in the chain.',
      `${unsealed} ${unsealed === 1 ? 'is' : 'are'} not in the chain yet; that takes seconds.`,
    ),
    computed(
      'trial',
      'The trial balance is zero',
      unbalanced.length,
      'Debits and credits are the same in each currency.',
      `Not the same in ${unbalanced.map(({ currency }) => currency).join(', ')}.`,
    ),
    computed(
      'balances',
      'Balances are the sum of their entries',
      differing,
      'All are.',
      `${differing} ${differing === 1 ? 'is' : 'are'} not. Rebuild the balances, then verify the chain.`,
    ),
  ];
  for (const sub of ports.subLedgers) {
    const { differences } = await compareControl(tx, tenantId, sub, lastDay);
    items.push(
      computed(
        `control:${sub.key}`,
        `${sub.title}: ledger and records agree`,
        differences.length,
        'They agree.',
        `${differences.length} ${differences.length === 1 ? 'differs' : 'differ'}.`,
      ),
    );
  }
  for (const check of ports.checks) {
    const { count, sentence } = await check.open(tx, tenantId, month);
    items.push(computed(`check:${check.key}`, check.title, count, sentence, sentence));
  }
  for (const { key, title, sentence } of TICKS) {
    const tick = ticks[key];
    items.push({ key, title, kind: 'tick', done: tick !== undefined, open: tick ? 0 : 1, sentence, doneBy: tick?.by ?? null, doneAt: tick?.at ?? null });
  }
  return items;
}

async function openBefore(tx: Tx, tenantId: string, month: string): Promise<string[]> {
  const { rows } = await sql<{ month: string }>`
    select b.period as month from ledger_balance b where b.tenant_id = ${tenantId}::uuid and b.period < ${month}
      and not exists (select from ledger_period p where p.tenant_id = b.tenant_id and p.month = b.period and p.state = 'closed')
    group by b.period order by b.period limit 12`.execute(tx);
  return rows.map((row) => row.month);
}

/** Of the month and of those before it. */
export async function unsealedUpTo(tx: Tx, tenantId: string, month: string): Promise<number> {
  const { rows } = await sql<{ unsealed: number }>`
    select count(*)::integer as unsealed
    from (select tx, seq from ledger_progress where tenant_id = ${tenantId}::uuid union all select '0'::xid8, 0 order by 1 desc limit 1) p
      cross join lateral (select period from ledger_transaction t where t.tenant_id = ${tenantId}::uuid and (t.tx, t.seq) > (p.tx, p.seq)) t
    where t.period <= ${month}`.execute(tx);
  return rows[0]?.unsealed ?? 0;
}
