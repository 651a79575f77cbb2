import type { Result } from '@entente/contracts';
import { majorOf, notFound, Problem } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { ledgerPage, renderPdf, type LedgerPage } from '../../platform/documents/index.ts';
import type { Address, Language } from './domain/payee.ts';
import { statementWords } from './domain/statement-words.ts';
import { csvOf, EARNED_ORDER, linesOfPayout, readEarnings } from './earning-queries.ts';
import { readPayout } from './payout-queries.ts';

type Party = { readonly name: string | null; readonly address: Address | null; readonly taxId: string | null };
type Facts = {
  readonly payeeName: string | null;
  readonly payee: { readonly legalName: string | null; readonly address: Address | null; readonly taxId: string | null; readonly language: Language } | null;
  readonly payOn: string | null;
  readonly number: string | null;
  readonly kind: 'invoice' | 'credit_note';
  readonly amountMinor: number;
  readonly issuedOn: string | null;
  readonly corrects: string | null;
  readonly language: Language;
  readonly issuer: Party | null;
  readonly workspace: string;
};
/** A page takes about forty; whoever has more reads them in the CSV. */
const MOST_PRINTED = 1_000;
const MOST_IN_CSV = 200_000;

/** `documentId` picks the credit note of a payout; without it, its invoice, or a draft of what it will be. */
export async function statementPdf(
  tx: Tx,
  tenantId: string,
  payoutId: string,
  where: RawBuilder<unknown> = sql``,
  documentId: string | null = null,
): Promise<Result<'payouts.statementPdf'>> {
  const payout = await readPayout(tx, tenantId, payoutId, where);
  const { rows } = await sql<Facts>`
    select p.payee->>'legalName' as "payeeName", p.payee, r.pay_on as "payOn", d.number, coalesce(d.kind, 'invoice') as kind, coalesce(d.amount_minor, p.amount_minor) as "amountMinor", d.issued_on as "issuedOn", d.corrects,
      coalesce(d.language, p.payee->>'language', 'en') as language, d.issuer, w.name as workspace
    from payout p join payout_run r on r.tenant_id = p.tenant_id and r.id = p.run_id join workspace w on w.id = p.tenant_id
      left join self_billing_document d on d.tenant_id = p.tenant_id and d.payout_id = p.id and ${documentId === null ? sql`d.kind = 'invoice'` : sql`d.id = ${documentId}::uuid`}
    where p.tenant_id = ${tenantId}::uuid and p.id = ${payoutId}::uuid`.execute(tx);
  const [facts] = rows;
  if (!facts) throw notFound('payout');
  if (payout.lines === 0 || payout.state === 'waiting') throw new Problem('conflict', 'Nothing is collected for this payout.', { reason: payout.state });
  const lines = await readEarnings(tx, tenantId, linesOfPayout(payoutId), EARNED_ORDER, MOST_PRINTED + 1);
  const words = statementWords[facts.language];
  const sign = facts.kind === 'credit_note' ? -1 : 1;
  const money = (minor: number): string => `${majorOf(minor, payout.currency)} ${payout.currency}`;
  const number = facts.number ?? `${words.run} ${payout.runNumber}`;
  const credit = facts.kind === 'credit_note';
  const page: LedgerPage = {
    language: facts.language,
    title: credit ? words.creditNote : words.selfBilling,
    number,
    draft: facts.number === null ? words.draft : null,
    parties: [
      {
        label: words.issuer,
        lines: partyLines(
          { name: facts.payee?.legalName ?? payout.partnerName, address: facts.payee?.address ?? null, taxId: facts.payee?.taxId ?? null },
          words.taxId,
        ),
      },
      {
        label: words.recipient,
        lines: partyLines(
          { name: facts.issuer?.name ?? facts.workspace, address: facts.issuer?.address ?? null, taxId: facts.issuer?.taxId ?? null },
          words.taxId,
        ),
      },
    ],
    facts: [
      [words.number, number],
      ...(facts.issuedOn === null ? [] : [[words.issuedOn, facts.issuedOn] as const]),
      ...(facts.payOn === null || credit ? [] : [[words.payOn, facts.payOn] as const]),
      ...(payout.bank === null || credit ? [] : [[words.account, payout.bank] as const]),
      ...(facts.corrects === null ? [] : [[words.corrects, facts.corrects] as const]),
    ],
    columns: words.columns.map((label, index) => ({ label, share: [14, 40, 14, 14, 18][index] ?? 14, number: index === 4 })),
    rows: lines
      .slice(0, MOST_PRINTED)
      .map((line) => [
        line.earnedOn,
        line.title,
        words.kinds[line.kind],
        line.dealNumber === null ? '' : String(line.dealNumber),
        money(sign * line.amountMinor),
      ]),
    totals: [
      [words.earned, money(sign * payout.earnedMinor)],
      ...(payout.takenBackMinor === 0 ? [] : [[words.takenBack, money(sign * payout.takenBackMinor)] as const]),
      [words.total, money(facts.amountMinor)],
    ],
    notes: [...(lines.length > MOST_PRINTED ? [words.more(payout.lines - MOST_PRINTED)] : []), words.note],
  };
  const pdf = await renderPdf(ledgerPage(page));
  return { fileName: `${facts.number ?? `draft-${payout.runNumber}`}.pdf`, mediaType: 'application/pdf', base64: pdf.toString('base64') };
}

const partyLines = ({ name, address, taxId }: Party, taxWord: string): string[] => [
  name ?? '',
  ...(address === null ? [] : [address.street, `${address.postalCode} ${address.city}`.trim(), [address.region, address.country].filter(Boolean).join(', ')]),
  ...(taxId === null ? [] : [`${taxWord} ${taxId}`]),
];

const HEAD = ['Document', 'Earned on', 'Kind', 'What for', 'Deal', 'Person', 'Amount', 'Currency', 'Earning'];
export async function statementCsv(tx: Tx, tenantId: string, payoutId: string, where: RawBuilder<unknown> = sql``): Promise<Result<'payouts.statementCsv'>> {
  const payout = await readPayout(tx, tenantId, payoutId, where);
  const lines = await readEarnings(tx, tenantId, linesOfPayout(payoutId), EARNED_ORDER, MOST_IN_CSV);
  const number = payout.documentNumber ?? '';
  const rows = lines.map((line) => [
    number,
    line.earnedOn,
    line.kind,
    line.title,
    line.dealNumber === null ? '' : String(line.dealNumber),
    line.personName ?? '',
    majorOf(line.amountMinor, line.currency),
    line.currency,
    line.id,
  ]);
  return { fileName: `${payout.documentNumber ?? `payout-run-${payout.runNumber}`}.csv`, mediaType: 'text/csv', text: csvOf([HEAD, ...rows]) };
}

export async function documentPdf(tx: Tx, tenantId: string, id: string): Promise<Result<'payouts.documentPdf'>> {
  const { rows } = await sql<{
    payoutId: string;
  }>`select payout_id as "payoutId" from self_billing_document where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
  if (!rows[0]) throw notFound('document');
  return statementPdf(tx, tenantId, rows[0].payoutId, sql``, id);
}
