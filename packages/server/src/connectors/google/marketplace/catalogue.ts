import type { ListingView } from '../../../modules/marketplaces/index.ts';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { allOf } from '../client.ts';
import { googleSettings } from '../settings.ts';
import { minorOf } from '../types.ts';
import { at, listAt, textAt } from '../values.ts';
import { servicesPath } from './private-offer.ts';

type Sku = { readonly key: string; readonly metric: string; readonly title: string; readonly price: unknown };
const FEE = 'skuPrice.managedServiceMetricUsageFee';

/** A metric is called by its own part here; the part before it is the product’s name. */
export const shortMetric = (metric: string): string => metric.split('/').at(-1) ?? metric;
export const fullMetric = (service: string, dimension: string): string => (dimension.includes('/') ? dimension : `${service}/${dimension}`);

async function skusOf(access: Access, service: string): Promise<Sku[]> {
  const found: Sku[] = [];
  for await (const sku of allOf(access, 'producer', {
    path: `${servicesPath(googleSettings(access))}/${encodeURIComponent(service)}/skus`,
    list: 'skus',
    size: 1000,
  })) {
    const metric = textAt(sku, `${FEE}.canonicalMetric`);
    if (metric === null) continue;
    const [tier] = listAt(sku, `${FEE}.tieredPrice.tiers`);
    found.push({ key: shortMetric(metric), metric, title: textAt(sku, 'title') ?? shortMetric(metric), price: at(tier, 'pricePerUnit') });
  }
  return found;
}

/** What is metered of a product; nothing where the catalogue is not ours to read. */
export async function meteredSkus(access: Access, service: string): Promise<Sku[]> {
  try {
    return await skusOf(access, service);
  } catch (error) {
    if (error instanceof OutsideError && (error.failure === 'permission' || error.failure === 'gone')) return [];
    throw error;
  }
}

export async function readListing(access: Access, listing: { productId: string; offerId: string | null }): Promise<ListingView> {
  let title: string | null = null;
  let isThere = false;
  for await (const service of allOf(access, 'producer', { path: servicesPath(googleSettings(access)), list: 'services', size: 1000 })) {
    if (!(textAt(service, 'name') ?? '').endsWith(`/services/${listing.productId}`)) continue;
    isThere = true;
    title = textAt(service, 'title');
  }
  if (!isThere) throw new OutsideError('gone', `Google does not know the product ${listing.productId} in this project.`);
  const skus = await skusOf(access, listing.productId);
  const currency = skus.map(({ price }) => textAt(price, 'currencyCode')).find((each) => each !== null) ?? null;
  return {
    ...(title === null ? {} : { name: title }),
    productCode: listing.productId,
    ...(currency === null ? {} : { currency }),
    dimensions: skus.map(({ key, title: name, price }) => ({ key, name, unit: null, priceMinor: minorOf(price) })),
  };
}
