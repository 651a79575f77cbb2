import type { Parsed } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { capabilitiesOf, dayOf, refused, type MarketplacesDeps } from './context.ts';
import { linesFromDeal } from './domain/lines-from-deal.ts';
import { rescaledInstalments, totalOf, withDiscount, type Priced } from './domain/terms.ts';
import { givenLines } from './offers.ts';
import { isPassedOn, readAuthorization, resalePrice, type AuthorizationShape } from './offer-views.ts';
import { reserve, runOperation } from './operations.ts';
import {
  authorizationRow,
  dimensionsIn,
  instalmentsIn,
  linesIn,
  listingRow,
  marketplaceRow,
  plainInstalments,
  plainLines,
  requireVersion,
  type AuthorizationRow,
} from './store.ts';

type Body = Parsed<'authorizations.update'>['body'];

/** A draft is ours to change. Of what was given only its last day can be moved, and only where the marketplace lets it be. */
export async function updateAuthorization(
  deps: MarketplacesDeps,
  context: Context,
  id: string,
  body: Body,
  ifVersion: number | null,
): Promise<AuthorizationShape> {
  requireScope(context, 'offers:send');
  const { tenantId } = context;
  const operationId = await deps.database.inTenant(tenantId, async (tx) => {
    const row = await authorizationRow(tx, tenantId, id, true);
    requireVersion(row.version, ifVersion);
    if (row.state === 'draft') {
      await changeDraft(tx, context, deps, row, body);
      return null;
    }
    if (row.state === 'active') return moveLastDay(tx, context, deps, row, body);
    throw new Problem('conflict', `The authorisation is ${row.state}; it can no longer be changed.`, { reason: 'not_open' });
  });
  if (operationId !== null) await runOperation(deps, tenantId, operationId);
  return deps.database.reading(tenantId, (tx) => readAuthorization(tx, context, deps.ports, id));
}

const kept = <Value>(given: Value | undefined, known: Value): Value => (given === undefined ? known : given);

async function changeDraft(tx: Tx, context: Context, deps: MarketplacesDeps, row: AuthorizationRow, body: Body): Promise<void> {
  const usage = kept(body.usage, row.usage as Exclude<Body['usage'], undefined>);
  const untilOn = usage === 'until' ? kept(body.untilOn, row.until_on) : null;
  if (usage === 'until' && untilOn === null) throw refused('untilOn', 'Say until when.');
  if (usage !== 'until' && body.untilOn) throw refused('untilOn', 'Only an authorisation until a day has a day.');
  const markupBp = kept(body.markupBp, row.markup_bp);
  const priced = await pricedAnew(tx, context, deps, row, body, markupBp);
  const after = {
    name: kept(body.name, row.name),
    description: kept(body.description, row.description),
    reseller_account: kept(body.resellerAccount, row.reseller_account),
    buyer_account: kept(body.buyerAccount, row.buyer_account),
    usage,
    until_on: untilOn,
    markup_bp: markupBp,
    term_months: kept(body.termMonths, row.term_months),
    wholesale_minor: Number(totalOf(priced.lines)),
  };
  await write(tx, context, row.id, {
    ...after,
    lines: JSON.stringify(plainLines(priced.lines)),
    instalments: JSON.stringify(plainInstalments(priced.instalments)),
  });
  await recordChange(tx, context, {
    operation: 'authorizations.update',
    recordType: 'resale_authorization',
    recordId: row.id,
    before: { ...Object.fromEntries(Object.keys(after).map((key) => [key, row[key as keyof typeof after]])), lines: row.lines },
    after: { ...after, lines: plainLines(priced.lines) },
    events: [await changedEvent(tx, context, deps, row)],
  });
  await replanBelow(tx, context, await authorizationRow(tx, context.tenantId, row.id));
}

async function pricedAnew(tx: Tx, context: Context, deps: MarketplacesDeps, row: AuthorizationRow, body: Body, markupBp: number): Promise<Priced> {
  const known: Priced = { lines: linesIn(row.lines), instalments: instalmentsIn(row.instalments) };
  if (row.parent_id !== null) {
    if (body.lines || body.discountBp !== undefined)
      throw refused(body.lines ? 'lines' : 'discountBp', 'What is passed on is fixed by the authorisation above; only the markup is the distributor’s own.');
    return body.markupBp === undefined ? known : resalePrice(await authorizationRow(tx, context.tenantId, row.parent_id), markupBp);
  }
  if (body.markupBp) throw refused('markupBp', 'A markup is a distributor’s; the vendor gives a discount.');
  if (!body.lines && body.discountBp === undefined) return known;
  const full = body.lines ? givenLines(body.lines) : await linesOfDeal(tx, context, deps, row);
  if (full.length === 0) throw refused('discountBp', 'No lines of a deal stand behind it. Say the lines, and the discount off them.');
  const lines = withDiscount(full, body.discountBp ?? 0);
  return { lines, instalments: rescaledInstalments(known.instalments, totalOf(known.lines), totalOf(lines)) };
}

async function linesOfDeal(tx: Tx, context: Context, deps: MarketplacesDeps, row: AuthorizationRow) {
  const deal = row.deal_id === null ? null : await deps.ports.deal(tx, context.tenantId, row.deal_id);
  if (!deal) return [];
  const listing = await listingRow(tx, context.tenantId, row.listing_id);
  return linesFromDeal(deal, listing.product_id, listing.name, dimensionsIn(listing.dimensions));
}

/** What is drafted on top of it is reckoned again: each hop below keeps its markup, and what is out stays as it is. */
async function replanBelow(tx: Tx, context: Context, parent: AuthorizationRow): Promise<void> {
  const { tenantId } = context;
  const offers = await tx
    .selectFrom('offer')
    .select(['id', 'markup_bp', 'amount_minor', 'instalments'])
    .where('tenant_id', '=', tenantId)
    .where('authorization_id', '=', parent.id)
    .where('phase', '=', 'draft')
    .forUpdate()
    .execute();
  for (const offer of offers) {
    const { lines, instalments } = resalePrice(parent, offer.markup_bp ?? 0);
    const own = instalmentsIn(offer.instalments);
    const total = totalOf(lines);
    const payments = own.length === instalments.length ? instalments : rescaledInstalments(own, BigInt(offer.amount_minor), total);
    await tx
      .updateTable('offer')
      .set((eb) => ({
        amount_minor: Number(total),
        lines: JSON.stringify(plainLines(lines)),
        instalments: JSON.stringify(plainInstalments(payments)),
        updated_at: context.now.toISOString(),
        version: eb('version', '+', 1),
      }))
      .where('tenant_id', '=', tenantId)
      .where('id', '=', offer.id)
      .execute();
    await recordChange(tx, context, {
      operation: 'offers.replan',
      recordType: 'offer',
      recordId: offer.id,
      before: { amount_minor: offer.amount_minor },
      after: { amount_minor: Number(total) },
      reason: 'The authorisation it is sold under was changed.',
    });
  }
  const passedOn = await tx
    .selectFrom('resale_authorization')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('parent_id', '=', parent.id)
    .where('state', '=', 'draft')
    .execute();
  for (const { id } of passedOn) {
    const child = await authorizationRow(tx, tenantId, id, true);
    const { lines, instalments } = resalePrice(parent, child.markup_bp);
    const wholesale = Number(totalOf(lines));
    await write(tx, context, id, {
      wholesale_minor: wholesale,
      lines: JSON.stringify(plainLines(lines)),
      instalments: JSON.stringify(plainInstalments(instalments)),
    });
    await recordChange(tx, context, {
      operation: 'authorizations.replan',
      recordType: 'resale_authorization',
      recordId: id,
      before: { wholesale_minor: child.wholesale_minor },
      after: { wholesale_minor: wholesale },
      reason: 'What it passes on was changed.',
    });
    await replanBelow(tx, context, await authorizationRow(tx, tenantId, id));
  }
}

async function moveLastDay(tx: Tx, context: Context, deps: MarketplacesDeps, row: AuthorizationRow, body: Body): Promise<string | null> {
  const { tenantId } = context;
  if (Object.entries(body).some(([key, value]) => value !== undefined && key !== 'untilOn'))
    throw new Problem(
      'conflict',
      'What was given stands: its price, its buyer and its name are fixed, and only its last day can be moved. Take it back and give another.',
      { reason: 'given' },
    );
  if (!body.untilOn) throw refused('untilOn', 'Say until when.');
  if (row.usage !== 'until') throw refused('untilOn', 'Only an authorisation until a day has a day.');
  if (body.untilOn <= dayOf(context.now)) throw refused('untilOn', 'Give it a day that is still to come.');
  const marketplace = await marketplaceRow(tx, tenantId, row.marketplace_id);
  if (!capabilitiesOf(deps.ports, marketplace.kind).resale.extend)
    throw new Problem('conflict', `${marketplace.name} keeps the last day of an authorisation. Take it back and give another.`, { reason: 'unsupported' });
  const there = deps.ports.adapter(marketplace.kind) !== null && marketplace.connection_id !== null && row.external_id !== null && !isPassedOn(row);
  if (there && marketplace.connection_id !== null) {
    await recordChange(tx, context, {
      operation: 'authorizations.update',
      recordType: 'resale_authorization',
      recordId: row.id,
      before: { until_on: row.until_on },
      after: { asked: body.untilOn },
    });
    return reserve(tx, context, {
      marketplaceId: marketplace.id,
      connectionId: row.sent_by_connection ?? marketplace.connection_id,
      subject: 'authorization',
      subjectId: row.id,
      action: 'extend',
      input: { untilOn: body.untilOn },
    });
  }
  await write(tx, context, row.id, { until_on: body.untilOn });
  await recordChange(tx, context, {
    operation: 'authorizations.update',
    recordType: 'resale_authorization',
    recordId: row.id,
    before: { until_on: row.until_on },
    after: { until_on: body.untilOn },
    events: [await changedEvent(tx, context, deps, row, body.untilOn)],
  });
  return null;
}

async function changedEvent(tx: Tx, context: Context, deps: MarketplacesDeps, row: AuthorizationRow, untilOn: string | null = null) {
  const partnerName = await deps.ports.partnerName(tx, context.tenantId, row.reseller_partner_id);
  const { name } = await marketplaceRow(tx, context.tenantId, row.marketplace_id);
  const payload = { authorizationId: row.id, partnerId: row.reseller_partner_id, partnerName, marketplaceName: name, ...(untilOn === null ? {} : { untilOn }) };
  return { type: 'authorization.changed', dealId: row.deal_id, payload };
}

type Columns = Partial<
  Pick<AuthorizationRow, 'name' | 'description' | 'reseller_account' | 'buyer_account' | 'usage' | 'until_on' | 'markup_bp' | 'term_months' | 'wholesale_minor'>
> & { readonly lines?: string; readonly instalments?: string };
const write = (tx: Tx, context: Context, id: string, columns: Columns): Promise<unknown> =>
  tx
    .updateTable('resale_authorization')
    .set((eb) => ({ ...columns, updated_at: context.now.toISOString(), version: eb('version', '+', 1) }))
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', id)
    .execute();
