import { invoiceParty, type InvoiceParty, type InvoiceSeller, type Result } from '@entente/contracts';
import { majorOf, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { ledgerPage, renderPdf, type LedgerPage } from '../../platform/documents/index.ts';
import { invoiceWords } from './domain/invoice-words.ts';
import type { TaxCode } from './domain/tax.ts';
import { taxTotals } from './domain/totals.ts';
import { ublOf, type Document, type DocumentLine } from './domain/ubl.ts';
import { profileOf, settingsOf } from './store.ts';

type Head = {
  readonly number: string | null;
  readonly issuedOn: string | null;
  readonly dueOn: string | null;
  readonly accountId: string;
  readonly accountName: string;
  readonly currency: string;
  readonly language: 'en' | 'ar';
  readonly taxPolicy: 'line' | 'sum';
  readonly note: string | null;
  readonly orderNumber: string | null;
  readonly seller: InvoiceSeller | null;
  readonly buyer: unknown;
  readonly refersToNumber: string | null;
  readonly refersToIssuedOn: string | null;
  readonly kind: 'invoice' | 'credit_note';
};
type LineRow = {
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly code: TaxCode | null;
  readonly rate: string | null;
  readonly exemptionReason: string | null;
  readonly netMinor: number;
  readonly taxMinor: number;
};
type Printed = Omit<Document, 'seller' | 'buyer' | 'number' | 'issuedOn'> & {
  readonly number: string | null;
  readonly issuedOn: string | null;
  readonly seller: InvoiceSeller | null;
  readonly buyer: InvoiceParty | null;
  readonly accountName: string;
  readonly language: 'en' | 'ar';
  readonly taxPolicy: 'line' | 'sum';
};

async function invoiceDocument(tx: Tx, tenantId: string, id: string): Promise<Printed> {
  const { rows } = await sql<Head>`
    select i.number, i.issued_on as "issuedOn", i.due_on as "dueOn", i.account_id as "accountId", a.name as "accountName", i.currency, i.language, i.tax_policy as "taxPolicy", i.note, i.order_number as "orderNumber",
      i.seller, i.buyer, null as "refersToNumber", null as "refersToIssuedOn", 'invoice' as kind
    from invoice i join account a on a.tenant_id = i.tenant_id and a.id = i.account_id where i.tenant_id = ${tenantId}::uuid and i.id = ${id}::uuid`.execute(
    tx,
  );
  const { rows: lines } = await sql<LineRow>`
    select description, quantity, unit_price as "unitPrice", period_from as "from", period_to as "to", tax_code as code, tax_rate as rate, exemption_reason as "exemptionReason", net_minor as "netMinor", tax_minor as "taxMinor"
    from invoice_line where tenant_id = ${tenantId}::uuid and invoice_id = ${id}::uuid order by position, id`.execute(tx);
  if (!rows[0]) throw notFound('invoice');
  return printed(tx, tenantId, rows[0], lines);
}

async function creditNoteDocument(tx: Tx, tenantId: string, id: string): Promise<Printed> {
  const { rows } = await sql<Head>`
    select n.number, n.issued_on as "issuedOn", null as "dueOn", n.account_id as "accountId", a.name as "accountName", n.currency, i.language, i.tax_policy as "taxPolicy", n.reason as note, i.order_number as "orderNumber",
      i.seller, i.buyer, i.number as "refersToNumber", i.issued_on as "refersToIssuedOn", 'credit_note' as kind
    from credit_note n join invoice i on i.tenant_id = n.tenant_id and i.id = n.invoice_id join account a on a.tenant_id = n.tenant_id and a.id = n.account_id
    where n.tenant_id = ${tenantId}::uuid and n.id = ${id}::uuid`.execute(tx);
  const { rows: lines } = await sql<LineRow>`
    select l.description, coalesce(c.quantity, '1') as quantity, case when c.quantity is null then null else l.unit_price end as "unitPrice", l.period_from as "from", l.period_to as "to", l.tax_code as code, l.tax_rate as rate,
      l.exemption_reason as "exemptionReason", c.net_minor as "netMinor", c.tax_minor as "taxMinor"
    from credit_note_line c join invoice_line l on l.tenant_id = c.tenant_id and l.id = c.line_id where c.tenant_id = ${tenantId}::uuid and c.credit_note_id = ${id}::uuid order by c.position`.execute(
    tx,
  );
  if (!rows[0]) throw notFound('credit note');
  return printed(tx, tenantId, rows[0], lines);
}

async function printed(tx: Tx, tenantId: string, head: Head, lines: readonly LineRow[]): Promise<Printed> {
  // A draft shows the parties as they would be.
  const seller = head.seller ?? (await settingsOf(tx, tenantId))?.seller ?? null;
  const buyer = head.buyer === null ? ((await profileOf(tx, tenantId, head.accountId))?.party ?? null) : invoiceParty.parse(head.buyer);
  return {
    kind: head.kind,
    number: head.number,
    issuedOn: head.issuedOn,
    dueOn: head.dueOn,
    currency: head.currency,
    notes: [...(head.note === null ? [] : [head.note]), invoiceWords[head.language].policy[head.taxPolicy]],
    orderNumber: head.orderNumber,
    refersTo: head.refersToNumber === null || head.refersToIssuedOn === null ? null : { number: head.refersToNumber, issuedOn: head.refersToIssuedOn },
    seller,
    buyer,
    accountName: head.accountName,
    language: head.language,
    taxPolicy: head.taxPolicy,
    lines: lines.map(lineOf),
  };
}
const lineOf = (row: LineRow): DocumentLine => ({
  description: row.description,
  quantity: row.quantity,
  unitPrice: row.unitPrice,
  period: row.from === null || row.to === null ? null : { from: row.from, to: row.to },
  code: row.code ?? 'S',
  rate: row.rate ?? '0',
  exemptionReason: row.exemptionReason,
  netMinor: BigInt(row.netMinor),
  taxMinor: BigInt(row.taxMinor),
});

function ubl(document: Printed): Result<'invoices.ubl'> {
  const { number, issuedOn, seller, buyer } = document;
  if (number === null || issuedOn === null || seller === null || buyer === null)
    throw new Problem('conflict', 'A draft is no invoice yet. Issue it first.', { reason: 'not_issued' });
  return { fileName: `${number}.xml`, mediaType: 'application/xml', text: ublOf({ ...document, number, issuedOn, seller, buyer }) };
}
export const invoiceUbl = async (tx: Tx, tenantId: string, id: string): Promise<Result<'invoices.ubl'>> => ubl(await invoiceDocument(tx, tenantId, id));
export const creditNoteUbl = async (tx: Tx, tenantId: string, id: string): Promise<Result<'invoices.ubl'>> => ubl(await creditNoteDocument(tx, tenantId, id));

function pageOf(document: Printed): LedgerPage {
  const words = invoiceWords[document.language];
  const money = (minor: bigint): string => `${majorOf(minor, document.currency)} ${document.currency}`;
  const party = (of: InvoiceParty | null): string[] =>
    of === null
      ? [document.accountName]
      : [
          of.legalName,
          ...[of.street, [of.postalCode, of.city].filter((part) => part !== null).join(' '), of.country].filter(
            (part): part is string => part !== null && part !== '',
          ),
          ...(of.taxId === null ? [] : [`${words.taxId} ${of.taxId}`]),
        ];
  const net = document.lines.reduce((sum, { netMinor }) => sum + netMinor, 0n);
  const tax = document.lines.reduce((sum, { taxMinor }) => sum + taxMinor, 0n);
  const totals = taxTotals(document.lines);
  const facts: [string, string][] = [];
  if (document.issuedOn !== null) facts.push([words.issuedOn, document.issuedOn]);
  if (document.dueOn !== null) facts.push([words.dueOn, document.dueOn]);
  if (document.orderNumber !== null) facts.push([words.order, document.orderNumber]);
  if (document.refersTo !== null) facts.push([words.refersTo, document.refersTo.number]);
  return {
    language: document.language,
    title: document.kind === 'invoice' ? words.invoice : words.creditNote,
    number: document.number ?? '',
    draft: document.number === null ? words.draft : null,
    parties: [
      { label: words.seller, lines: document.seller === null ? [] : party(document.seller) },
      { label: words.buyer, lines: party(document.buyer) },
    ],
    facts,
    columns: [
      { label: words.columns[0], share: 46 },
      { label: words.columns[1], share: 12, number: true },
      { label: words.columns[2], share: 14, number: true },
      { label: words.columns[3], share: 10, number: true },
      { label: words.columns[4], share: 18, number: true },
    ],
    rows: document.lines.map((line) => [
      line.period === null ? line.description : `${line.description} (${line.period.from} – ${line.period.to})`,
      line.quantity,
      line.unitPrice ?? '',
      `${line.rate} %`,
      majorOf(line.netMinor, document.currency),
    ]),
    totals: [
      [words.net, money(net)],
      ...totals.map((total): [string, string] => [words.tax(total.rate, total.code), money(total.taxMinor)]),
      [words.total, money(net + tax)],
    ],
    notes: [
      ...document.notes,
      ...totals.flatMap(({ exemptionReason }) => (exemptionReason === null ? [] : [exemptionReason])),
      ...(document.kind === 'invoice' && document.seller?.iban ? [`${words.account}: ${document.seller.iban}`] : []),
    ],
  };
}
/** The transaction is over before the page is drawn: drawing takes long, and needs nothing of the database. */
export type Drawn = () => Promise<Result<'invoices.pdf'>>;
const drawn =
  (document: Printed): Drawn =>
  async () => ({
    fileName: `${document.number ?? 'draft'}.pdf`,
    mediaType: 'application/pdf',
    base64: (await renderPdf(ledgerPage(pageOf(document)))).toString('base64'),
  });
export const invoicePdf = async (tx: Tx, tenantId: string, id: string): Promise<Drawn> => drawn(await invoiceDocument(tx, tenantId, id));
export const creditNotePdf = async (tx: Tx, tenantId: string, id: string): Promise<Drawn> => drawn(await creditNoteDocument(tx, tenantId, id));
