import type { Access, OutsideError } from '../../platform/outside/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Inbox } from '../../platform/record-act.ts';

type Value = string | number | boolean | null | readonly string[];
type Values = Readonly<Record<string, Value>>;

export type Severity = 'blocks_save' | 'blocks_submit' | 'blocks_stage' | 'warning';
export type Issue = { readonly field: string | null; readonly code: string; readonly severity: Severity; readonly sentence: string };
export type Goal = { readonly kind: 'save' } | { readonly kind: 'submit' } | { readonly kind: 'stage'; readonly stage: string };

/** The deal as co-sell sees it: our own field keys (deal columns, account facts, co-sell facts), translated to theirs by the mapping. */
export type CosellFacts = { readonly ours: Values; readonly theirs: Values; readonly links: readonly { readonly type: string; readonly id: string }[] };
/** What is over there now, or null before it is made. */
export type CosellRemote = {
  readonly id: string;
  readonly values: Values;
  readonly state: { readonly key: string; readonly label: string; readonly stage: string | null } | null;
  readonly locked: { readonly fields: 'all' | readonly string[]; readonly sentence: string } | null;
  readonly links: readonly { readonly type: string; readonly id: string }[];
};
export type PlanResult = {
  /** Outside fields that would be written. */
  readonly writes: readonly { readonly outsideField: string; readonly from: Value; readonly to: Value }[];
  readonly locked: readonly {
    readonly outsideField: string;
    readonly why: 'locked_by_review' | 'create_only' | 'theirs' | 'unsupported';
    readonly sentence: string;
  }[];
  /** `field` is an outside field here; the module says it in our words. */
  readonly issues: readonly Issue[];
  /** Outside fields this goal demands. */
  readonly demanded: readonly string[];
  /** Our stages that may come next, with theirs. */
  readonly nextStages: readonly { readonly stage: string; readonly outside: string }[];
};

export type Handle = { readonly kind: string; readonly id: string };
export type StepProgress =
  | { readonly done: false; readonly handle: Handle; readonly askAgainMs: number }
  | { readonly done: true; readonly sentence: string | null; readonly outsideId?: string; readonly engagementId?: string }
  /** It will not become true by waiting. `freshToken`: a repetition needs a new idempotency token. */
  | { readonly done: true; readonly failed: true; readonly sentence: string; readonly issues: readonly Issue[]; readonly freshToken: boolean };

export type CloudInvitation = {
  readonly outsideId: string;
  readonly engagementId: string | null;
  readonly payloadKind: string;
  readonly sender: string;
  readonly title: string;
  readonly customer: Readonly<Record<string, string | null>>;
  readonly details: readonly { readonly label: string; readonly value: string }[];
  readonly status: 'pending' | 'accepted' | 'rejected' | 'expired';
  readonly expiresAt: string | null;
  readonly receivedAt: string;
};

export type CosellCapabilities = {
  readonly multiPartner: boolean;
  readonly mostMembers: number | null;
  readonly responsibilities: readonly string[];
  readonly separateReview: boolean;
  readonly rejectReasons: readonly string[];
  readonly involvement: readonly string[];
  readonly visibility: readonly string[];
  readonly linkTypes: readonly string[];
};

/** Co-selling with one cloud, beside the fields of its record, which module sync keeps. Made for one connection by an adapter. */
export type CosellPort = {
  readonly capabilities: CosellCapabilities;
  /** Pure: no request, no clock but `today` (YYYY-MM-DD). */
  plan(facts: CosellFacts, remote: CosellRemote | null, goal: Goal, today: string): PlanResult;
  /** Starts or continues; the same token always means the same step. @throws {OutsideError} */
  submit(record: { outsideId: string }, choice: { involvement: string | null; visibility: string | null }, token: string): Promise<StepProgress>;
  link(outsideId: string, entity: { type: string; id: string }, linked: boolean): Promise<StepProgress>;
  invite(engagementId: string, partner: { account: string; responsibilities: readonly string[]; message: string }, token: string): Promise<StepProgress>;
  respond(invitationId: string, answer: { accept: true } | { accept: false; reason: string }, token: string): Promise<StepProgress>;
  /** A step that has several parts goes on here, with the token of the step. */
  ask(handle: Handle, token: string): Promise<StepProgress>;
  invitations(): Promise<readonly CloudInvitation[]>;
  invitation(id: string): Promise<CloudInvitation | null>;
  engagement(outsideId: string): Promise<{
    readonly id: string;
    readonly title: string | null;
    readonly members: readonly {
      readonly account: string;
      readonly name: string | null;
      readonly responsibilities: readonly string[];
      readonly status: string | null;
      readonly ours: boolean;
    }[];
    readonly snapshots: readonly { readonly revision: number; readonly template: string; readonly at: string | null }[];
  } | null>;
  /** People on both sides, tags, and whether changes reach the other members; null where a cloud tells none of it. */
  around(outsideId: string): Promise<{
    readonly team: readonly { readonly name: string | null; readonly email: string | null; readonly title: string | null; readonly theirs: boolean }[];
    readonly tags: readonly { readonly key: string; readonly value: string }[];
    readonly updates: { readonly role: string | null; readonly sentence: string | null } | null;
  } | null>;
  solutions(text: string | null): Promise<readonly { readonly type: string; readonly id: string; readonly label: string }[]>;
};

export type CloudsPorts = {
  /** Connections that work now; those that are no cloud are told apart by `cosell`. */
  readonly connections: (tx: Tx, tenantId: string) => Promise<readonly string[]>;
  readonly access: (tenantId: string, connectionId: string) => Promise<Access>;
  /** Null for a connection that is no cloud. */
  readonly cosell: (access: Access) => CosellPort | null;
  readonly views: {
    /** The deal's view in a connection with both sides' values, our fields and the mapping; null when there is none. */
    ofDeal(tx: Tx, tenantId: string, dealId: string, connectionId: string): Promise<CloudView | null>;
    byId(tx: Tx, tenantId: string, viewId: string): Promise<CloudView | null>;
    /** What the deal would send if it had a view there: the mapping applied to our values. */
    draftOf(tx: Tx, tenantId: string, dealId: string, connectionId: string): Promise<CloudView>;
    /** A view without a record outside yet, tied to a route; the engine makes the record. Gives the view's id. */
    begin(tx: Tx, context: Context, input: { dealId: string; connectionId: string; routeId: string; outsideId: string | null }): Promise<string>;
    /** Look at it again soon. */
    touch(tx: Tx, tenantId: string, viewId: string): Promise<void>;
    shape(context: Context, viewId: string): Promise<unknown>;
  };
  readonly deals: {
    /** What a sentence and an act need of a deal. */
    brief(tx: Tx, tenantId: string, dealId: string): Promise<{ name: string; ownerId: string | null }>;
    addCosellRoute(tx: Tx, context: Context, dealId: string, route: { system: string; ownerId: string | null; nextStep: string }): Promise<string>;
    /** Moves the route along its machine as far as needed, and says what is next, whose it is and until when. */
    follow(
      tx: Tx,
      context: Context,
      dealId: string,
      routeId: string,
      to: { state: string; nextStep: string | null; dueAt: string | null; outsideId: string | null },
    ): Promise<void>;
    create(
      tx: Tx,
      context: Context,
      deal: { name: string; accountName: string; domain: string | null; country: string | null; source: string },
    ): Promise<string>;
    /** Deals that may be the same as an invitation's, best first. */
    alike(
      tx: Tx,
      tenantId: string,
      customer: { name: string; domain: string | null; title: string },
    ): Promise<readonly { dealId: string; dealNumber: number; dealName: string; accountName: string | null; score: number; why: string }[]>;
    /** How many deals were launched or won with a cloud, for eligibility. */
    figures(tx: Tx, tenantId: string, cloud: string): Promise<{ launched: number; wonMinor: number; currency: string | null }>;
  };
  readonly inbox: Inbox;
  readonly onError: (error: OutsideError | Error, stepId: string) => void;
};
export type CloudView = {
  readonly viewId: string | null;
  readonly dealId: string;
  readonly connectionId: string;
  readonly routeId: string | null;
  readonly outsideId: string | null;
  readonly facts: CosellFacts;
  readonly remote: CosellRemote | null;
  /** One for each mapped field: our key and theirs, with what a form needs. */
  readonly fields: readonly {
    readonly field: string;
    readonly outsideField: string;
    readonly label: string;
    readonly type: string;
    readonly choices: readonly { readonly value: string; readonly label: string }[];
    readonly value: Value;
  }[];
};
