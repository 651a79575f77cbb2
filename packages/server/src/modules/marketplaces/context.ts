import { Problem } from '@entente/kernel';
import type { Database } from '../../platform/db/database.ts';
import type { MarketplaceCapabilities, MarketplacePort, MarketplacesPorts } from './ports.ts';

export type MarketplacesDeps = {
  readonly database: Database;
  readonly ports: MarketplacesPorts;
  readonly now: () => Date;
  readonly onError: (error: unknown, what: string) => void;
};

export const dayOf = (now: Date): string => now.toISOString().slice(0, 10);

export const refused = (path: string, sentence: string): Problem => new Problem('invalid_input', sentence, { fields: [{ path, code: 'refused', sentence }] });

/** One that no adapter speaks to asks for nothing of its own beyond its definition. */
export const byHand: MarketplaceCapabilities = {
  currencies: [],
  nameMaximum: 300,
  descriptionMaximum: 1000,
  buyerAccount: { pattern: '.{1,120}', label: 'The buyer’s account there' },
  instalments: { maximum: 120 },
  expiry: { required: false, maximumDays: null },
  eulas: [],
  resale: { mode: 'associate', tiers: 5, usages: ['one_time', 'until', 'open'], markup: true, extend: true },
  tokenMakesOnce: true,
  extend: true,
  readsListings: false,
  fulfilment: 'none',
};

export const capabilitiesOf = (ports: Pick<MarketplacesPorts, 'adapter'>, kind: string): MarketplaceCapabilities =>
  ports.adapter(kind)?.capabilities() ?? byHand;

export function adapterOf(ports: Pick<MarketplacesPorts, 'adapter'>, marketplace: { kind: string; name: string }): MarketplacePort {
  const adapter = ports.adapter(marketplace.kind);
  if (!adapter) throw new Problem('conflict', `Nothing here speaks to ${marketplace.name}. Move its offers by hand.`, { reason: 'by_hand' });
  return adapter;
}
