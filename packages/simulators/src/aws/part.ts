import type { ActorAct, RecordList, SimulatedRequest, SimulatedResponse, World } from '../core/simulator.ts';
import type { AwsAccounts } from './wire/accounts.ts';

/** One half of the AWS simulator: co-selling (Partner Central) or the marketplace. Both live behind one address, as they do at AWS. */
export type AwsPart = {
  handles(request: SimulatedRequest): boolean;
  handle(request: SimulatedRequest): Promise<SimulatedResponse> | SimulatedResponse;
  readonly acts: readonly ActorAct[];
  records(): readonly RecordList[];
  tick(): void;
  save(): unknown;
  load(state: unknown): void;
  reset(): void;
};

/** What the halves share: whose access key signed a request, and what each account is called. */
export type AwsShared = { readonly accounts: AwsAccounts };
export type CreateAwsPart = (world: World, shared: AwsShared) => AwsPart;
