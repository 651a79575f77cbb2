import type { Parsed, Result } from '@entente/contracts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';

type Home = Result<'portal.home'>;
type Deal = Result<'portalDeals.get'>;
export type Need = Home['needsYou'][number];
export type Colleague = Result<'portalTeam.invite'>;
export type Figures = { readonly waiting: readonly { currency: string; amountMinor: number }[]; readonly expiring: Home['expiring']; readonly open: number };
export type Logo = { readonly fileId: string; readonly sha256: string; readonly mediaType: string };
export type Brand = { readonly name: string; readonly brandColor: string | null; readonly greeting: string | null; readonly logo: Logo | null };

/** What the partner's pages need from others, by need. Functions work inside the caller's transaction; the partner is the actor's. */
export type PortalPorts = {
  /** What waits for the partner, one for each module that makes it wait. */
  readonly needs: readonly ((tx: Tx, context: Context) => Promise<Need[]>)[];
  readonly withVendor: (tx: Tx, context: Context) => Promise<Home['withVendor']>;
  readonly figures: (tx: Tx, tenantId: string, partnerId: string) => Promise<Figures>;
  readonly usualDecisionHours: (tx: Tx, context: Context) => Promise<number | null>;
  readonly openLeads: (tx: Tx, tenantId: string, partnerId: string) => Promise<number>;
  readonly resellersOf: (tx: Tx, tenantId: string, partnerId: string) => Promise<Home['resellers']>;

  readonly protectedUntil: (tx: Tx, tenantId: string, partnerId: string, dealIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  readonly registrationsOf: (tx: Tx, context: Context, dealId: string) => Promise<Deal['registrations']>;
  /** Partners of a deal that agreed to be known to this one, by id. */
  readonly visibleNames: (tx: Tx, tenantId: string, partnerId: string, dealId: string) => Promise<ReadonlyMap<string, string>>;
  readonly sharesOf: (tx: Tx, context: Context, dealId: string) => Promise<Deal['shares']>;
  readonly chainsOf: (tx: Tx, context: Context, dealId: string) => Promise<Deal['chains']>;
  readonly recordOf: (tx: Tx, context: Context, dealId: string) => Promise<Deal['record']>;

  readonly setLane: (tx: Tx, context: Context, dealId: string, laneId: string, lane: Parsed<'portalDeals.setLane'>['body']) => Promise<void>;
  readonly addComment: (tx: Tx, context: Context, dealId: string, body: string, audience: { visibleTo: 'partner'; partnerId: string }) => Promise<unknown>;
  readonly completeHandoff: (tx: Tx, context: Context, dealId: string, handoffId: string, done: boolean) => Promise<void>;
  readonly setRecord: (tx: Tx, context: Context, dealId: string, record: Parsed<'portalDeals.setRecord'>['body']) => Promise<unknown>;
  readonly shareDeal: (tx: Tx, context: Context, dealId: string, share: Parsed<'portalDeals.share'>['body']) => Promise<unknown>;
  readonly setPrice: (tx: Tx, context: Context, dealId: string, routeId: string, price: Parsed<'portalDeals.setPrice'>['body']) => Promise<unknown>;

  readonly team: {
    readonly list: (context: Context) => Promise<Result<'portalTeam.list'>>;
    readonly invite: (context: Context, colleague: Parsed<'portalTeam.invite'>['body']) => Promise<Colleague>;
    readonly changeRole: (context: Context, id: string, role: Parsed<'portalTeam.update'>['body']['role']) => Promise<Colleague>;
    readonly remove: (context: Context, id: string) => Promise<Colleague>;
  };

  readonly brand: (tx: Tx, tenantId: string) => Promise<Brand>;
  readonly setBrand: (tx: Tx, context: Context, brand: { brandColor: string | null; greeting: string | null; logoFileId?: string | null }) => Promise<void>;
  readonly putFile: (bytes: Buffer, maxBytes: number) => Promise<{ id: string; sha256: string; size: number }>;
  readonly removeFile: (id: string) => Promise<void>;
};
