import type * as sdkTypes from '@aws-sdk/client-marketplace-catalog';
import type { MarketplaceCatalogClient } from '@aws-sdk/client-marketplace-catalog';
import { minorDigits } from '@entente/kernel';
import { z } from 'zod';
import { OutsideError, type Access, type OutsideIssue } from '../../platform/outside/index.ts';
import type { ListingView, OfferProgress, OperationHandle } from '../../modules/marketplaces/index.ts';
import { asking } from '../aws/outside-error.ts';
import { clientSettings } from '../aws/sdk-handler.ts';
import { fieldOf, type Change } from './change-sets.ts';

const CATALOG = 'AWSMarketplace';
/** A change set takes minutes at AWS; asking more often costs requests and tells nothing. */
const POLL_AFTER_MS = 5_000;

async function withClient<Value>(access: Access, work: (client: MarketplaceCatalogClient, sdk: typeof sdkTypes) => Promise<Value>): Promise<Value> {
  const sdk = await import('@aws-sdk/client-marketplace-catalog');
  const client = new sdk.MarketplaceCatalogClient(clientSettings(access));
  try {
    return await work(client, sdk);
  } finally {
    client.destroy();
  }
}

/** An entity is locked while another change set works on it (423): not now, and the same again later. */
async function askingCatalog<Value>(operation: string, sent: unknown, call: () => Promise<Value>): Promise<Value> {
  try {
    return await asking(operation, sent, call);
  } catch (error) {
    if (error instanceof OutsideError && error.cause instanceof Error && error.cause.name === 'ResourceInUseException')
      throw new OutsideError('locked', 'Another change of this is under way at AWS. It is tried again.', {
        cause: error.cause,
        ...(error.requestId === null ? {} : { requestId: error.requestId }),
        ...(error.exchange === null ? {} : { exchange: { ...error.exchange } }),
      });
    throw error;
  }
}

export function startChanges(access: Access, changes: readonly Change[], token: string, kind: string): Promise<OperationHandle> {
  const input = {
    Catalog: CATALOG,
    ChangeSetName: `Entente ${token}`,
    ClientRequestToken: token,
    ChangeSet: changes.map((change) => ({ ...change, DetailsDocument: { ...change.DetailsDocument } as never })),
  };
  return withClient(access, async (client, sdk) => {
    const answer = await askingCatalog('StartChangeSet', input, () => client.send(new sdk.StartChangeSetCommand(input)));
    if (answer.ChangeSetId === undefined) throw new OutsideError('protocol', 'AWS took the change and did not say under which number.');
    return { id: answer.ChangeSetId, kind, pollAfterMs: POLL_AFTER_MS };
  });
}

const withoutRevision = (identifier: string | undefined): string | null => identifier?.split('@')[0] ?? null;

export function pollChanges(access: Access, handle: OperationHandle): Promise<OfferProgress> {
  return withClient(access, async (client, sdk) => {
    const input = { Catalog: CATALOG, ChangeSetId: handle.id };
    const answer = await askingCatalog('DescribeChangeSet', input, () => client.send(new sdk.DescribeChangeSetCommand(input)));
    if (answer.Status === 'PREPARING' || answer.Status === 'APPLYING') return { done: false, pollAfterMs: POLL_AFTER_MS };
    const changes = answer.ChangeSet ?? [];
    if (answer.Status === 'SUCCEEDED') {
      const at = answer.EndTime === undefined || Number.isNaN(Date.parse(answer.EndTime)) ? null : new Date(answer.EndTime).toISOString();
      return { done: true, ok: true, externalId: withoutRevision(changes[0]?.Entity?.Identifier), at };
    }
    const issues = changes.flatMap((change): OutsideIssue[] =>
      (change.ErrorDetailList ?? []).map((error) => ({
        field: fieldOf(change.ChangeType),
        code: (error.ErrorCode ?? 'refused').toLowerCase(),
        sentence: `${change.ChangeType ?? 'The change'}: ${(error.ErrorMessage ?? 'refused').slice(0, 500)}`,
      })),
    );
    const said = issues.map((issue) => issue.sentence).join(' ');
    const sentence =
      answer.Status === 'CANCELLED' ? 'The change was cancelled at AWS.' : `AWS refused it. ${said === '' ? (answer.FailureDescription ?? '') : said}`.trim();
    return { done: true, ok: false, issues, sentence };
  });
}

const productDocument = z.looseObject({
  Description: z.looseObject({ ProductTitle: z.string().optional(), ProductCode: z.string().optional(), Visibility: z.string().optional() }).optional(),
  Dimensions: z.array(z.looseObject({ Key: z.string(), Name: z.string().optional(), Unit: z.string().optional() })).optional(),
});
const offerDocument = z.looseObject({
  Terms: z
    .array(
      z.looseObject({
        CurrencyCode: z.string().nullish(),
        RateCards: z.array(z.looseObject({ RateCard: z.array(z.looseObject({ DimensionKey: z.string(), Price: z.string() })).nullish() })).nullish(),
      }),
    )
    .optional(),
});
const STATUS: Readonly<Record<string, NonNullable<ListingView['status']>>> = { Draft: 'draft', Limited: 'limited', Public: 'public', Restricted: 'restricted' };

/** Null for what cannot be told in whole minor units, such as a price of a fraction of a cent. */
export function minorOf(text: string, currency: string): bigint | null {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return null;
  const digits = minorDigits(currency);
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return null;
  return BigInt(`${match[1] ?? '0'}${fraction.padEnd(digits, '0')}`);
}

export function readListing(access: Access, listing: { productId: string; offerId: string | null }): Promise<ListingView> {
  return withClient(access, async (client, sdk) => {
    const describe = async (EntityId: string): Promise<unknown> => {
      const input = { Catalog: CATALOG, EntityId };
      const answer = await askingCatalog('DescribeEntity', input, () => client.send(new sdk.DescribeEntityCommand(input)));
      return answer.DetailsDocument ?? (answer.Details === undefined ? {} : (JSON.parse(answer.Details) as unknown));
    };
    const product = productDocument.safeParse(await describe(listing.productId));
    if (!product.success) throw new OutsideError('protocol', `AWS described ${listing.productId} in a way that is not understood.`);
    const offer = listing.offerId === null ? null : offerDocument.safeParse(await describe(listing.offerId));
    const terms = offer?.success ? (offer.data.Terms ?? []) : [];
    const currency = terms.find((term) => typeof term.CurrencyCode === 'string')?.CurrencyCode ?? undefined;
    const prices = new Map(terms.flatMap((term) => (term.RateCards?.[0]?.RateCard ?? []).map((line) => [line.DimensionKey, line.Price] as const)));
    const { Description, Dimensions } = product.data;
    const status = STATUS[Description?.Visibility ?? ''];
    return {
      ...(Description?.ProductTitle === undefined ? {} : { name: Description.ProductTitle }),
      ...(Description?.ProductCode === undefined ? {} : { productCode: Description.ProductCode }),
      ...(status === undefined ? {} : { status }),
      ...(currency === undefined ? {} : { currency }),
      ...(Dimensions === undefined
        ? {}
        : {
            dimensions: Dimensions.map(({ Key, Name, Unit }) => {
              const price = prices.get(Key);
              return {
                key: Key,
                name: Name ?? Key,
                unit: Unit ?? null,
                priceMinor: price === undefined || currency === undefined ? null : minorOf(price, currency),
              };
            }),
          }),
    };
  });
}
