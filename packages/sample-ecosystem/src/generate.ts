import { isoInstant } from './calendar.ts';
import { observeCooling, observeLift } from './observe.ts';
import type { EcosystemOptions } from './options.ts';
import { VENDOR } from './products.ts';
import { streamEcosystem } from './stream.ts';
import type { Ecosystem } from './types.ts';

/** The whole ecosystem in memory; for the sample and for tests. Large sets: `streamEcosystem`. */
export const generateEcosystem = (options: EcosystemOptions): Ecosystem => {
  const stream = streamEcosystem(options);
  const now = isoInstant(Date.parse(options.now));
  const accounts = [...stream.accounts()];
  const deals = [...stream.deals()];
  const { liftingPartner, favouredPartner, coolingPartner } = stream.truths;
  return {
    vendor: { ...VENDOR },
    seed: options.seed,
    now,
    people: [...stream.people()],
    products: [...stream.products()],
    partners: [...stream.partners()],
    accounts,
    accountTies: [...stream.accountTies()],
    deals,
    truths: {
      ...stream.truths,
      liftingPartner: { ...liftingPartner, observed: observeLift(deals, accounts, liftingPartner.partnerKey) },
      favouredPartner: { ...favouredPartner, observed: observeLift(deals, accounts, favouredPartner.partnerKey) },
      coolingPartner: { ...coolingPartner, observed: observeCooling(deals, coolingPartner.partnerKey, now) },
    },
  };
};
