import type { Parsed } from '@entente/contracts';
import { explained, newId, notFound, Problem, type Charge, type Explanation } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { amountOf } from './domain/line.ts';
import { decideTax, taxesOf, type Tax } from './domain/tax.ts';
import type { InvoicesPorts } from './ports.ts';
import { accountName, exact, linesOf, lockInvoice, profileOf, settingsOf, sumBy, taxRules, type Invoice, type Line } from './store.ts';

type HandLine = Parsed<'invoices.create'>['body']['lines'][number];
type NewLine = {
  readonly chargeId: string | null;
  readonly productId: string | null;
  readonly vendorId: string | null;
  readonly dealId: string | null;
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string | null;
  readonly period: { readonly from: string; readonly to: string } | null;
  readonly taxCategory: string;
  readonly netMinor: number;
  readonly explanation: Explanation;
};
export const dayOf = (now: Date): string => now.toISOString().slice(0, 10);

export async function createDraft(tx: Tx, context: Context, ports: InvoicesPorts, body: Parsed<'invoices.create'>['body']): Promise<string> {
  const { tenantId, now } = context;
  await accountName(tx, tenantId, body.accountId);
  const profile = await profileOf(tx, tenantId, body.accountId);
  const settings = await settingsOf(tx, tenantId);
  const id = newId();
  const orderNumber = body.orderNumber === undefined ? (profile?.orderNumber ?? null) : body.orderNumber;
  await sql`
    insert into invoice (tenant_id, id, account_id, currency, state, tax_policy, order_number, language, note, created_by, created_at, updated_at)
    values (${tenantId}::uuid, ${id}::uuid, ${body.accountId}::uuid, ${body.currency}, 'draft', ${settings?.taxPolicy ?? 'line'}, ${orderNumber}, ${profile?.language ?? 'en'}, ${body.note}, ${context.actor.name},
      ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz)`.execute(tx);
  await addLines(tx, context, ports, { id, accountId: body.accountId, currency: body.currency }, body);
  await recordChange(tx, context, {
    operation: 'invoices.create',
    recordType: 'invoice',
    recordId: id,
    after: { accountId: body.accountId, currency: body.currency, charges: body.chargeIds.length, lines: body.lines.length },
    events: [{ type: 'invoice.drafted', payload: { accountId: body.accountId, currency: body.currency } }],
  });
  return id;
}

/** Claims charges for a draft and adds what was written by hand; then the taxes of all lines are worked out again. */
export async function addLines(
  tx: Tx,
  context: Context,
  ports: InvoicesPorts,
  invoice: Pick<Invoice, 'id' | 'accountId' | 'currency'>,
  { chargeIds, lines }: { readonly chargeIds: readonly string[]; readonly lines: readonly HandLine[] },
): Promise<void> {
  const { tenantId } = context;
  const known = await linesOf(tx, tenantId, invoice.id);
  const claimed = chargeIds.length === 0 ? [] : await ports.claimCharges(tx, context, chargeIds, invoice.id);
  for (const charge of claimed)
    if (charge.accountId !== invoice.accountId || charge.currency !== invoice.currency)
      throw new Problem('invalid_input', `“${charge.description}” is of another account or currency. An invoice has one of each.`);
  const there = new Set(known.map(({ chargeId }) => chargeId));
  const added: NewLine[] = claimed.filter(({ id }) => !there.has(id)).map(ofCharge);
  for (const line of lines) added.push(await ofHand(tx, tenantId, line, invoice));
  let position = known.at(-1)?.position ?? 0;
  const rows = added.map((line) => ({ ...line, id: newId(), position: (position += 1), from: line.period?.from ?? null, to: line.period?.to ?? null }));
  await sql`
    insert into invoice_line (tenant_id, id, invoice_id, position, charge_id, product_id, vendor_id, deal_id, description, quantity, unit_price, period_from, period_to, tax_category, net_minor, tax_minor, explanation)
    select ${tenantId}::uuid, l.id, ${invoice.id}::uuid, l.position, l."chargeId", l."productId", l."vendorId", l."dealId", l.description, l.quantity, l."unitPrice", l."from", l."to", l."taxCategory", l."netMinor", 0, l.explanation
    from json_to_recordset(${JSON.stringify(rows)}::json) as l(id uuid, position int, "chargeId" uuid, "productId" uuid, "vendorId" uuid, "dealId" uuid, description text, quantity text, "unitPrice" text, "from" date,
      "to" date, "taxCategory" text, "netMinor" bigint, explanation jsonb)`.execute(tx);
  await recompute(tx, context, invoice);
}

const ofCharge = (charge: Charge): NewLine => ({
  chargeId: charge.id,
  productId: charge.productId,
  vendorId: charge.vendorId,
  dealId: charge.dealId,
  description: charge.description,
  quantity: charge.quantity,
  unitPrice: charge.unitPrice,
  period: charge.period,
  taxCategory: charge.taxCategory,
  netMinor: charge.amountMinor,
  explanation: charge.explanation,
});

async function ofHand(tx: Tx, tenantId: string, line: HandLine, { currency, accountId }: Pick<Invoice, 'currency' | 'accountId'>): Promise<NewLine> {
  if (line.period !== null && line.period.from >= line.period.to) throw new Problem('invalid_input', 'A period ends after it begins.');
  const netMinor = exact(amountOf(line.quantity, line.unitPrice, currency));
  const { rows } = await sql<{ vendorId: string | null; taxCategory: string | null }>`
    select c.vendor_id as "vendorId", c.tax_category as "taxCategory" from product p left join product_commerce c on c.tenant_id = p.tenant_id and c.product_id = p.id
    where p.tenant_id = ${tenantId}::uuid and p.id = ${line.productId}::uuid`.execute(tx);
  if (line.productId !== null && !rows[0]) throw notFound('product');
  if (line.dealId !== null) {
    const { rows: deals } = await sql<{
      account_id: string | null;
    }>`select account_id from deal where tenant_id = ${tenantId}::uuid and id = ${line.dealId}::uuid`.execute(tx);
    if (!deals[0]) throw notFound('deal');
    if (deals[0].account_id !== null && deals[0].account_id !== accountId) throw new Problem('invalid_input', 'This deal is of another account.');
  }
  return {
    chargeId: null,
    productId: line.productId,
    vendorId: rows[0]?.vendorId ?? null,
    dealId: line.dealId,
    description: line.description,
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    period: line.period,
    taxCategory: line.taxCategory ?? rows[0]?.taxCategory ?? 'S',
    netMinor,
    explanation: explained('Entered by hand.', {
      inputs: [
        { label: 'Quantity', value: line.quantity },
        { label: 'Unit price', value: `${line.unitPrice} ${currency}` },
      ],
      steps: [{ label: 'Amount', formula: `${line.quantity} × ${line.unitPrice}`, resultMinor: netMinor, currency }],
    }),
  };
}

export async function removeLine(tx: Tx, context: Context, ports: InvoicesPorts, invoice: Invoice, lineId: string): Promise<void> {
  const { tenantId } = context;
  const lines = await linesOf(tx, tenantId, invoice.id);
  const line = lines.find(({ id }) => id === lineId);
  if (!line) throw notFound('line');
  await sql`delete from invoice_line where tenant_id = ${tenantId}::uuid and id = ${lineId}::uuid`.execute(tx);
  if (line.chargeId !== null) {
    // Charges are given back as a whole; those of the other lines are taken again before anybody else can.
    await ports.releaseCharges(tx, context, invoice.id);
    const kept = lines.flatMap(({ id, chargeId }) => (id === lineId || chargeId === null ? [] : [chargeId]));
    if (kept.length > 0) await ports.claimCharges(tx, context, kept, invoice.id);
  }
  await recompute(tx, context, invoice);
  await recordChange(tx, context, {
    operation: 'invoices.removeLine',
    recordType: 'invoice',
    recordId: invoice.id,
    before: { description: line.description, netMinor: exact(line.netMinor) },
  });
}

/** Rates and taxes of a draft as they would be if it were issued on the day. Null: it can be. */
export async function recompute(tx: Tx, context: Context, invoice: Pick<Invoice, 'id' | 'accountId'>, day = dayOf(context.now)): Promise<string | null> {
  const { tenantId } = context;
  const lines = await linesOf(tx, tenantId, invoice.id);
  const { taxes, obstacle, policy } = await decideTaxes(tx, tenantId, invoice.accountId, lines, day);
  const known = lines.flatMap((line) => {
    const tax = taxes.get(line.id);
    return tax ? [{ id: line.id, netMinor: line.netMinor, code: tax.code, rate: tax.rate }] : [];
  });
  const amounts = taxesOf(policy, known);
  const rows = lines.map(({ id }) => {
    const tax = taxes.get(id);
    return {
      id,
      code: tax?.code ?? null,
      rate: tax?.rate ?? null,
      why: tax?.exemptionReason ?? null,
      rule: tax?.ruleId ?? null,
      tax: exact(amounts.get(id) ?? 0n),
    };
  });
  await sql`
    update invoice_line l set tax_code = t.code, tax_rate = t.rate, exemption_reason = t.why, tax_rule_id = t.rule, tax_minor = t.tax
    from json_to_recordset(${JSON.stringify(rows)}::json) as t(id uuid, code text, rate text, why text, rule uuid, tax bigint) where l.tenant_id = ${tenantId}::uuid and l.id = t.id`.execute(
    tx,
  );
  const net = sumBy(lines, ({ netMinor }) => netMinor);
  const tax = sumBy(rows, (row) => BigInt(row.tax));
  const why =
    obstacle ??
    (lines.length === 0
      ? 'It has no lines.'
      : net + tax < 0n
        ? 'It comes to less than nothing. Wait for further charges, or credit lines of an invoice.'
        : null);
  await sql`
    update invoice set net_minor = ${exact(net)}, tax_minor = ${exact(tax)}, total_minor = ${exact(net + tax)}, tax_policy = ${policy}, obstacle = ${why}, updated_at = ${context.now.toISOString()}::timestamptz, version = version + 1
    where tenant_id = ${tenantId}::uuid and id = ${invoice.id}::uuid`.execute(tx);
  return why;
}

/** Drafts that could not be issued are judged anew once what they lacked may be there: nobody goes on reading what has been mended. */
export async function reviewBlocked(tx: Tx, context: Context, accountId: string | null): Promise<void> {
  const { rows } = await sql<Pick<Invoice, 'id' | 'accountId'>>`
    select id, account_id as "accountId" from invoice where tenant_id = ${context.tenantId}::uuid and state = 'draft' and obstacle is not null
      ${accountId === null ? sql`` : sql`and account_id = ${accountId}::uuid`} order by id for update`.execute(tx);
  for (const draft of rows) await recompute(tx, context, draft);
}

async function decideTaxes(
  tx: Tx,
  tenantId: string,
  accountId: string,
  lines: readonly Line[],
  day: string,
): Promise<{ taxes: Map<string, Tax>; obstacle: string | null; policy: 'line' | 'sum' }> {
  const settings = await settingsOf(tx, tenantId);
  const profile = await profileOf(tx, tenantId, accountId);
  const policy = settings?.taxPolicy ?? 'line';
  if (!settings) return { taxes: new Map(), obstacle: 'Nobody has said yet who invoices. Fill in the invoice settings.', policy };
  if (!profile) return { taxes: new Map(), obstacle: 'The account has no billing profile.', policy };
  const rules = await taxRules(tx, tenantId);
  const taxes = new Map<string, Tax>();
  let obstacle: string | null = null;
  for (const line of lines) {
    const tax = decideTax({ seller: settings.seller, buyer: profile.party, category: line.taxCategory, day, rules });
    if (typeof tax === 'string') obstacle ??= tax;
    else taxes.set(line.id, tax);
  }
  // BR-O-11: what lies outside the scope of tax shares an invoice with nothing else.
  if (obstacle === null && [...taxes.values()].some(({ code }) => code === 'O') && [...taxes.values()].some(({ code }) => code !== 'O'))
    obstacle = 'Lines outside the scope of tax need an invoice of their own.';
  return { taxes, obstacle, policy };
}

export async function draftOf(tx: Tx, tenantId: string, id: string, ifVersion: number | null): Promise<Invoice> {
  const invoice = await lockInvoice(tx, tenantId, id, ifVersion);
  if (invoice.state !== 'draft')
    throw new Problem('conflict', invoice.state === 'void' ? 'This draft was given up.' : 'This invoice is issued; it is changed by credit notes only.', {
      reason: 'not_draft',
    });
  return invoice;
}

export async function updateDraft(tx: Tx, context: Context, invoice: Invoice, body: Parsed<'invoices.update'>['body']): Promise<void> {
  await sql`
    update invoice set order_number = case when ${body.orderNumber !== undefined} then ${body.orderNumber ?? null} else order_number end, note = case when ${body.note !== undefined} then ${body.note ?? null} else note end,
      language = coalesce(${body.language ?? null}, language), updated_at = ${context.now.toISOString()}::timestamptz, version = version + 1 where tenant_id = ${context.tenantId}::uuid and id = ${invoice.id}::uuid`.execute(
    tx,
  );
  await recordChange(tx, context, { operation: 'invoices.update', recordType: 'invoice', recordId: invoice.id, after: body });
}

export async function voidDraft(tx: Tx, context: Context, ports: InvoicesPorts, invoice: Invoice, reason: string | null): Promise<void> {
  await ports.releaseCharges(tx, context, invoice.id);
  await sql`update invoice_line set charge_id = null where tenant_id = ${context.tenantId}::uuid and invoice_id = ${invoice.id}::uuid`.execute(tx);
  await sql`
    update invoice set state = 'void', obstacle = null, end_reason = ${reason}, ended_by = ${context.actor.name}, updated_at = ${context.now.toISOString()}::timestamptz, version = version + 1
    where tenant_id = ${context.tenantId}::uuid and id = ${invoice.id}::uuid`.execute(tx);
  await recordChange(tx, context, {
    operation: 'invoices.void',
    recordType: 'invoice',
    recordId: invoice.id,
    reason,
    before: { state: 'draft' },
    after: { state: 'void' },
    events: [{ type: 'invoice.voided', payload: {} }],
  });
}
