import type { z } from 'zod';
import type { Operation } from './operation.ts';
import { cosell } from './operations/cosell.ts';
import { deals } from './operations/deals.ts';
import { directory } from './operations/directory.ts';
import { identity } from './operations/identity.ts';
import { incentives, portalIncentives } from './operations/incentives.ts';
import { funds } from './operations/funds.ts';
import { portalFunds } from './operations/portal-funds.ts';
import { imports } from './operations/imports.ts';
import { branding } from './operations/branding.ts';
import { calendars } from './operations/calendars.ts';
import { cases } from './operations/cases.ts';
import { clouds } from './operations/clouds.ts';
import { connections } from './operations/connections.ts';
import { distribution } from './operations/distribution.ts';
import { leads } from './operations/leads.ts';
import { ledger } from './operations/ledger.ts';
import { links } from './operations/links.ts';
import { marketplaces } from './operations/marketplaces.ts';
import { notifications } from './operations/notifications.ts';
import { partnerPeople } from './operations/partner-people.ts';
import { payouts } from './operations/payouts.ts';
import { portal } from './operations/portal.ts';
import { portalMoney } from './operations/portal-money.ts';
import { programs } from './operations/programs.ts';
import { registrations } from './operations/registrations.ts';
import { disbursements } from './operations/disbursements.ts';
import { invoices } from './operations/invoices.ts';
import { splits } from './operations/splits.ts';
import { meters } from './operations/meters.ts';
import { subscriptions } from './operations/subscriptions.ts';
import { usage } from './operations/usage.ts';
import { pricing } from './operations/pricing.ts';
import { quotes } from './operations/quotes.ts';
import { portalSettlement, settlement } from './operations/settlement.ts';
import { webhooks } from './operations/webhooks.ts';

/** Every operation of the product. HTTP, OpenAPI, the client, the permission matrix and the reference pages come from here. */
export const operations = {
  ...identity,
  ...deals,
  ...directory,
  ...cosell,
  ...imports,
  ...branding,
  ...calendars,
  ...cases,
  ...clouds,
  ...connections,
  ...distribution,
  ...leads,
  ...incentives,
  ...portalIncentives,
  ...ledger,
  ...links,
  ...marketplaces,
  ...notifications,
  ...partnerPeople,
  ...payouts,
  ...portal,
  ...portalMoney,
  ...programs,
  ...registrations,
  ...usage,
  ...subscriptions,
  ...meters,
  ...disbursements,
  ...funds,
  ...portalFunds,
  ...invoices,
  ...splits,
  ...pricing,
  ...quotes,
  ...settlement,
  ...portalSettlement,
  ...webhooks,
};
export type Operations = typeof operations;
export type OperationId = keyof Operations;

type Part<Id extends OperationId, Key extends 'params' | 'query' | 'body'> = Operations[Id] extends { readonly [K in Key]?: infer Schema }
  ? Schema extends z.ZodType
    ? Schema
    : never
  : never;
type Wide<Schema> = z.ZodType extends Schema ? true : false;
type In<Schema> = [Schema] extends [z.ZodType] ? (Wide<Schema> extends true ? undefined : z.input<Schema>) : undefined;
type Out<Schema> = [Schema] extends [z.ZodType] ? (Wide<Schema> extends true ? undefined : z.output<Schema>) : undefined;

/** What a caller sends. */
export type Request<Id extends OperationId> = { params: In<Part<Id, 'params'>>; query: In<Part<Id, 'query'>>; body: In<Part<Id, 'body'>> };
/** What a handler receives, after parsing. */
export type Parsed<Id extends OperationId> = { params: Out<Part<Id, 'params'>>; query: Out<Part<Id, 'query'>>; body: Out<Part<Id, 'body'>> };
export type Result<Id extends OperationId> = z.output<Operations[Id]['output']>;

export const operationEntries = (): [OperationId, Operation][] => Object.entries(operations) as [OperationId, Operation][];

export { dealFilter, dealSort } from './operations/deals.ts';
export { importTarget } from './operations/imports.ts';
export * from './operation.ts';
export * from './permissions.ts';
export * as shapes from './shapes.ts';
export { caseOutcomes } from './operations/cases.ts';
export { leadRoutingDefinition } from './operations/leads.ts';
export { agreementStates, feeTable, listingStatuses, marketplaceDefinition, marketplaceKinds, offerKinds, offerPhases } from './operations/marketplaces.ts';
export { notificationEvents } from './operations/notifications.ts';
export { programDefinition, ruleTest } from './operations/programs.ts';
export { declineReasons } from './operations/registrations.ts';
export { webhookEventTypes, type WebhookEventGroup, type WebhookEventType } from './webhook-events.ts';
export { usageStates } from './operations/usage.ts';
export { billingColumns, billingKinds } from './operations/disbursements.ts';
export * from './price-model.ts';
export { invoiceParty, invoiceStates, paymentStates, taxCodes, type InvoiceParty, type InvoiceSeller } from './operations/invoices.ts';
export { splitDocument, type SplitDocument } from './operations/splits.ts';
export * from './pricing-rules.ts';
export { pricePer, chargeTypes } from './operations/pricing.ts';
export { quoteStates, type PricedQuote, type QuoteLine, type QuoteRequest } from './operations/quotes.ts';
export {
  settlementKinds,
  settlementSettings,
  settlementSteps,
  type SettlementCandidate,
  type SettlementOption,
  type SettlementParty,
  type SettlementSettings,
  type SettlementStep,
} from './operations/settlement.ts';
export { fundClaimStates, fundPlaces, fundPolicy, fundProofs, fundRate, fundRequestStates, type FundPolicy } from './operations/funds.ts';
export * from './incentive-rules.ts';
export { type IncentiveDocument } from './incentive-rules.ts';
