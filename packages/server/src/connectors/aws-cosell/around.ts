import type { CosellPort } from '../../modules/clouds/index.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import type { Selling } from './client.ts';
import { getOpportunity, getSummary } from './opportunity.ts';
import { decoded } from './values.ts';

type Around = NonNullable<Awaited<ReturnType<CosellPort['around']>>>;
type Person = Around['team'][number];
type TeamMember = {
  readonly Email?: string | undefined;
  readonly FirstName?: string | undefined;
  readonly LastName?: string | undefined;
  readonly BusinessTitle?: string | undefined;
};

const personOf = (theirs: boolean, each: TeamMember): Person => ({
  name: [each.FirstName, each.LastName].filter(Boolean).join(' ') || null,
  email: each.Email ?? null,
  title: each.BusinessTitle ?? null,
  theirs,
});

/** Who works on the opportunity on either side, its tags, and whether what we change later reaches the other members. */
export async function aroundOpportunity(selling: Selling, id: string): Promise<Around | null> {
  const opportunity = await getOpportunity(selling, id);
  if (opportunity === null) return null;
  const { answer, review } = opportunity;
  const summary = review === null || review === 'Pending Submission' ? null : await getSummary(selling, id);
  const role = await permitted(snapshotRole(selling));
  return {
    team: [...(answer.OpportunityTeam ?? []).map((each) => personOf(false, each)), ...(summary?.OpportunityTeam ?? []).map((each) => personOf(true, each))],
    tags: answer.Arn === undefined ? [] : ((await permitted(tagsOf(selling, answer.Arn))) ?? []),
    updates:
      role === undefined
        ? { role: null, sentence: 'Whether later changes reach the other members cannot be read with this access key.' }
        : role === null
          ? {
              role: null,
              sentence: 'AWS passes later changes on to the other members only with a role for snapshots. Name one in the settings of the connection.',
            }
          : { role, sentence: null },
  };
}

/** Undefined when the access key may not read it: the rest is shown all the same. */
async function permitted<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof OutsideError && error.failure === 'permission') return undefined;
    throw error;
  }
}

async function tagsOf(selling: Selling, arn: string): Promise<{ key: string; value: string }[]> {
  const input = { ResourceArn: arn };
  const answer = decoded(await selling.call('ListTagsForResource', input, (client, sdk) => client.send(new sdk.ListTagsForResourceCommand(input))));
  return (answer.Tags ?? []).flatMap(({ Key, Value }) => (Key === undefined ? [] : [{ key: Key, value: Value ?? '' }]));
}

async function snapshotRole(selling: Selling): Promise<string | null> {
  const input = { Catalog: selling.catalog };
  const answer = await selling.call('GetSellingSystemSettings', input, (client, sdk) => client.send(new sdk.GetSellingSystemSettingsCommand(input)));
  return answer.ResourceSnapshotJobRoleArn ?? null;
}

/** The role that the connection names is told to AWS before anybody else is to see snapshots. One that cannot be set holds nothing up. */
export async function keepSnapshotRole(selling: Selling): Promise<void> {
  const wanted = selling.snapshotRole;
  if (wanted === null) return;
  try {
    const now = await snapshotRole(selling);
    if (now === wanted || now?.endsWith(`/${wanted}`)) return;
    const input = { Catalog: selling.catalog, ResourceSnapshotJobRoleIdentifier: wanted };
    await selling.call('PutSellingSystemSettings', input, (client, sdk) => client.send(new sdk.PutSellingSystemSettingsCommand(input)));
  } catch (error) {
    if (!(error instanceof OutsideError) || (error.failure !== 'permission' && error.failure !== 'invalid')) throw error;
  }
}
