import { instant, isDescending, identifier, nowOf, once, pageOf, text, texts } from './context.ts';
import type { Call, Cosell } from './context.ts';
import { engagementArn, shownAccount } from './events.ts';
import { awsAccountId, awsCompanyName } from './model.ts';
import type { Engagement, EngagementContext } from './model.ts';
import { ownEngagement } from './snapshots.ts';

export function addEngagement(
  cosell: Cosell,
  given: { catalog: string; title: string; description: string; createdBy: string; contexts: readonly Omit<EngagementContext, 'Id'>[] },
): Engagement {
  const now = nowOf(cosell);
  const engagement: Engagement = {
    id: `eng-${cosell.world.ids.letters(14)}`,
    catalog: given.catalog,
    title: given.title,
    description: given.description,
    createdAt: now,
    createdBy: given.createdBy,
    modifiedAt: now,
    modifiedBy: given.createdBy,
    members: [given.createdBy],
    contexts: given.contexts.map((context, index) => ({ ...context, Id: String(index + 1) })),
    opportunityIds: [],
  };
  cosell.store.addEngagement(engagement);
  cosell.events.engagement('Created', engagement);
  return engagement;
}

export function join(cosell: Cosell, engagement: Engagement, member: string): void {
  if (!cosell.store.join(engagement, member)) return;
  engagement.modifiedAt = nowOf(cosell);
  engagement.modifiedBy = member;
  cosell.events.memberAdded(engagement, member);
}

export function createEngagement(cosell: Cosell, call: Call): object {
  return once(cosell, call, 'CreateEngagement', () => {
    const { input } = call;
    const contexts = (Array.isArray(input.Contexts) ? input.Contexts : []) as readonly Omit<EngagementContext, 'Id'>[];
    const engagement = addEngagement(cosell, {
      catalog: call.catalog,
      title: text(input.Title),
      description: text(input.Description),
      createdBy: call.account,
      contexts,
    });
    return { Id: engagement.id, Arn: engagementArn(engagement.catalog, engagement.id), ModifiedAt: instant(engagement.modifiedAt) };
  });
}

const common = (engagement: Engagement): object => ({
  Id: engagement.id,
  Arn: engagementArn(engagement.catalog, engagement.id),
  Title: engagement.title,
  CreatedAt: instant(engagement.createdAt),
  CreatedBy: shownAccount(engagement.createdBy),
  MemberCount: engagement.members.length,
  ModifiedAt: instant(engagement.modifiedAt),
  ModifiedBy: shownAccount(engagement.modifiedBy),
});

export function getEngagement(cosell: Cosell, call: Call): object {
  const engagement = ownEngagement(cosell, call, call.input.Identifier);
  return { ...common(engagement), Description: engagement.description, Contexts: engagement.contexts };
}

export function listEngagements(cosell: Cosell, call: Call): object {
  const { input } = call;
  const ids = texts(input.EngagementIdentifier).map(identifier);
  const creators = texts(input.CreatedBy);
  const others = texts(input.ExcludeCreatedBy);
  const types = texts(input.ContextTypes);
  const otherTypes = texts(input.ExcludeContextTypes);
  const all = (cosell.store.engagementsOf.get(`${call.account}/${call.catalog}`) ?? [])
    .flatMap((id) => cosell.store.engagements.get(id) ?? [])
    .filter((one) => ids.length === 0 || ids.includes(one.id))
    .filter((one) => creators.length === 0 || creators.includes(shownAccount(one.createdBy)))
    .filter((one) => !others.includes(shownAccount(one.createdBy)))
    .filter((one) => types.length === 0 || one.contexts.some((context) => types.includes(context.Type)))
    .filter((one) => !one.contexts.some((context) => otherTypes.includes(context.Type)));
  const direction = isDescending(input) ? -1 : 1;
  const ordered = all.toSorted((one, other) => direction * (one.createdAt - other.createdAt));
  const { items, ...next } = pageOf(ordered, (engagement) => engagement.id, input);
  return {
    EngagementSummaryList: items.map((engagement) => ({ ...common(engagement), ContextTypes: engagement.contexts.map((context) => context.Type) })),
    ...next,
  };
}

export function listEngagementMembers(cosell: Cosell, call: Call): object {
  const engagement = ownEngagement(cosell, call, call.input.Identifier);
  const { items, ...next } = pageOf(engagement.members, (member) => member, call.input, 10);
  const EngagementMemberList = items.map((member) => ({
    AccountId: shownAccount(member),
    CompanyName: companyName(cosell, member),
    WebsiteUrl: member === awsAccountId ? 'https://aws.amazon.com' : `https://partner-${member}.example`,
  }));
  return { EngagementMemberList, ...next };
}

export const companyName = (cosell: Cosell, account: string): string => (account === awsAccountId ? awsCompanyName : cosell.accounts.name(account));

/** Which opportunities belong to which engagements, as far as the caller is a member of them. */
export function listEngagementResourceAssociations(cosell: Cosell, call: Call): object {
  const { input } = call;
  const engagementIds =
    typeof input.EngagementIdentifier === 'string'
      ? [ownEngagement(cosell, call, input.EngagementIdentifier).id]
      : (cosell.store.engagementsOf.get(`${call.account}/${call.catalog}`) ?? []);
  const all = engagementIds
    .flatMap((id) => (cosell.store.engagements.get(id)?.opportunityIds ?? []).flatMap((opportunityId) => cosell.store.opportunities.get(opportunityId) ?? []))
    .filter((record) => input.ResourceIdentifier === undefined || record.id === input.ResourceIdentifier)
    .filter((record) => input.CreatedBy === undefined || record.account === input.CreatedBy);
  const { items, ...next } = pageOf(all, (record) => record.id, input);
  const EngagementResourceAssociationSummaries = items.map((record) => ({
    Catalog: record.catalog,
    EngagementId: record.engagementId,
    ResourceType: 'Opportunity',
    ResourceId: record.id,
    CreatedBy: record.account,
  }));
  return { EngagementResourceAssociationSummaries, ...next };
}
