import type { CreateSimulator, SimulatedRequest } from '../core/simulator.ts';
import { createCosell } from './cosell/index.ts';
import { createAwsMarketplace } from './marketplace/index.ts';
import type { AwsPart } from './part.ts';
import { accountActs, accountRecords } from './wire/account-acts.ts';
import { createAwsAccounts } from './wire/accounts.ts';

type Saved = { readonly accounts: unknown; readonly cosell: unknown; readonly marketplace: unknown };

/** AWS behind one address: Partner Central by its target header, everything else is the marketplace. */
export const createAws: CreateSimulator = (world) => {
  const accounts = createAwsAccounts();
  const cosell = createCosell(world, { accounts });
  const marketplace = createAwsMarketplace(world, { accounts });
  const parts = [cosell, marketplace];
  const partOf = (request: SimulatedRequest): AwsPart => (cosell.handles(request) ? cosell : marketplace);
  return {
    name: 'aws',
    title: 'Amazon Web Services',
    handle: (request) => partOf(request).handle(request),
    acts: [...accountActs(accounts), ...parts.flatMap((part) => part.acts)],
    records: () => [...parts.flatMap((part) => part.records()), accountRecords(accounts)],
    tick() {
      for (const part of parts) part.tick();
    },
    save: (): Saved => ({ accounts: accounts.save(), cosell: cosell.save(), marketplace: marketplace.save() }),
    load(state) {
      const saved = state as Saved;
      accounts.load(saved.accounts);
      cosell.load(saved.cosell);
      marketplace.load(saved.marketplace);
    },
    reset() {
      accounts.reset();
      for (const part of parts) part.reset();
    },
  };
};
