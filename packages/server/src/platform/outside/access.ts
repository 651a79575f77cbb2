import type { OutboundRequest, OutboundResponse } from '../outbound/index.ts';

export type OutsideSystemName = 'salesforce' | 'hubspot' | 'rest' | 'aws' | 'microsoft' | 'google';

/** All that an adapter may know of a connection. Made anew for each piece of work; credentials are open only in here. */
export type Access = {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly system: OutsideSystemName;
  /** `simulator`: the outside world of packages/simulators. */
  readonly environment: 'live' | 'sandbox' | 'simulator';
  /** Where the system answers, without a slash at the end; null for the vendor's own address. */
  readonly baseUrl: string | null;
  /** Our account there: an AWS account, an organisation, a portal, a provider. */
  readonly account: string;
  /** Choices of this connection that are no secret; each adapter reads its own with zod. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly credentials: Readonly<Record<string, string>>;
  /** Tokens that live shortly, shared by all work of this process on the connection. */
  readonly tokens: Map<string, { readonly value: string; readonly until: number }>;
  /** The only way out: the address is checked, literal and resolved. Throws NotReached. */
  readonly request: (request: OutboundRequest) => Promise<OutboundResponse>;
  /** A refresh token that was replaced on use is kept at once, or the connection is lost. */
  readonly keepCredentials: (change: Readonly<Record<string, string>>) => Promise<void>;
  readonly now: () => Date;
};
