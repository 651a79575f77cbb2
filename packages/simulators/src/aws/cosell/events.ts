import { createHash } from 'node:crypto';
import type { World } from '../../core/simulator.ts';
import type { AwsAccounts } from '../wire/accounts.ts';
import { signedDelivery } from '../wire/delivery.ts';
import type { Engagement, Invitation, Opportunity, Snapshot } from './model.ts';
import { awsAccountId, awsCompanyName } from './model.ts';

/**
 * Events in the shape of EventBridge, with identifiers and nothing else, as the service sends them. EventBridge itself would carry a
 * header of the API destination's connection; here the body is signed with the subscription's secret.
 */
export class CosellEvents {
  readonly #world: World;
  readonly #accounts: AwsAccounts;

  constructor(world: World, accounts: AwsAccounts) {
    this.#world = world;
    this.#accounts = accounts;
  }

  opportunity(what: 'Created' | 'Updated', record: Opportunity): void {
    const detail = { schemaVersion: '1', catalog: record.catalog, opportunity: { identifier: record.id } };
    this.#emit(`Opportunity ${what}`, record.account, [], detail, '1');
  }

  engagement(what: 'Created' | 'Updated', engagement: Engagement): void {
    const arn = engagementArn(engagement.catalog, engagement.id);
    const changed =
      what === 'Created'
        ? { CreatedAt: new Date(engagement.createdAt).toISOString(), CreatedBy: engagement.createdBy }
        : { LastModifiedAt: new Date(engagement.modifiedAt).toISOString(), LastModifiedBy: engagement.modifiedBy };
    const detail = {
      catalog: engagement.catalog,
      engagement: { engagementArn: arn, engagementId: engagement.id, ...changed, ContextTypes: engagement.contexts.map((context) => context.Type) },
    };
    const told = what === 'Created' ? [engagement.createdBy] : engagement.members;
    for (const account of told) this.#emit(`Engagement ${what}`, account, [arn], detail);
  }

  memberAdded(engagement: Engagement, member: string): void {
    const arn = engagementArn(engagement.catalog, engagement.id);
    const detail = {
      catalog: engagement.catalog,
      engagement: { id: engagement.id },
      engagementMember: { accountId: shownAccount(member), companyName: this.#company(member) },
    };
    for (const account of engagement.members) this.#emit('Engagement Member Added', account, [arn], detail);
  }

  invitation(what: 'Created' | 'Accepted' | 'Rejected' | 'Expired', invitation: Invitation): void {
    const arn = `arn:aws:partnercentral:us-east-1::catalog/${invitation.catalog}/engagement-invitation/${invitation.id}`;
    const created =
      what === 'Created' ? { senderCompanyName: this.#company(invitation.sender), expirationDate: new Date(invitation.expiresAt).toISOString() } : {};
    for (const [account, participantType] of [
      [invitation.sender, 'Sender'],
      [invitation.receiver, 'Receiver'],
    ] as const) {
      const engagementInvitation = {
        arn,
        id: invitation.id,
        engagementId: invitation.engagementId,
        senderAccountId: shownAccount(invitation.sender),
        receiverAccountId: shownAccount(invitation.receiver),
        ...created,
        participantType,
        payloadType: invitation.payloadType,
      };
      this.#emit(`Engagement Invitation ${what}`, account, [arn], { catalog: invitation.catalog, engagementInvitation });
    }
  }

  snapshot(snapshot: Snapshot, arn: string): void {
    const detail = {
      catalog: snapshot.catalog,
      resourceSnapshot: {
        arn,
        engagementId: snapshot.engagementId,
        resourceType: 'Opportunity',
        resourceId: snapshot.opportunityId,
        createdBy: shownAccount(snapshot.createdBy),
        targetMemberAccounts: snapshot.targets.map(shownAccount),
        resourceSnapshotTemplateName: snapshot.template,
      },
    };
    for (const account of snapshot.targets)
      this.#emit('Engagement Resource Snapshot Created', account, [engagementArn(snapshot.catalog, snapshot.engagementId)], detail);
  }

  #company(account: string): string {
    return account === awsAccountId ? awsCompanyName : this.#accounts.name(account);
  }

  #newId(): string {
    const hex = createHash('sha256')
      .update(`cosell-event ${this.#world.ids.next('cosell-event')} ${this.#world.clock.now().getTime()}`)
      .digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  /** AWS does not tell itself. */
  #emit(detailType: string, account: string, resources: readonly string[], detail: object, version = '0'): void {
    if (account === awsAccountId) return;
    const id = this.#newId();
    const body = JSON.stringify({
      version,
      id,
      source: 'aws.partnercentral-selling',
      'detail-type': detailType,
      account,
      time: this.#world.clock
        .now()
        .toISOString()
        .replace(/\.\d+Z$/, 'Z'),
      region: 'us-east-1',
      resources,
      detail,
    });
    this.#world.events.emit({ id, simulator: 'aws', type: detailType, sign: (subscription) => signedDelivery(id, body, subscription) });
  }
}

export const engagementArn = (catalog: string, id: string): string => `arn:aws:partnercentral:us-east-1::catalog/${catalog}/engagement/${id}`;
/** Partner Central writes AWS itself as a word where an account stands. */
export const shownAccount = (account: string): string => (account === awsAccountId ? 'aws' : account);
