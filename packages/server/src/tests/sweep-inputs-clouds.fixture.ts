import type { OperationId } from '@entente/contracts';
import type { CallInput } from './api.fixture.ts';
import type { Records } from './records.fixture.ts';

/** The part of the inputs that has to do with co-selling with clouds; see sweep-inputs.fixture.ts. */
export type CloudsOperation = Extract<OperationId, `clouds.${string}` | `invitations.${string}` | `eligibility.${string}`>;
type Build<Id extends OperationId> = (of: Records) => CallInput<Id> | Promise<CallInput<Id>>;
type Inputs = { readonly [Id in CloudsOperation]: Build<Id> };

const view = async (of: Records): Promise<{ params: { id: string } }> => ({ params: { id: (await of.cosell()).viewId } });
const invitation = async (of: Records): Promise<{ params: { id: string }; ifVersion: number }> => {
  const { invitationId, invitationVersion } = await of.cosell();
  return { params: { id: invitationId }, ifVersion: invitationVersion };
};

async function stated(of: Records): Promise<{ id: string; version: number }> {
  const item = (await of.api('eligibility.list')).items.find((each) => !each.counted && each.unit === 'yes_no');
  if (!item) throw new Error('there is no requirement to state');
  return item;
}

export const cloudsInputs: Inputs = {
  'clouds.plan': async (of) => {
    const { dealId, connectionId } = await of.cosell();
    return { params: { id: dealId, childId: connectionId }, query: { goal: 'submit' } };
  },
  'clouds.share': async (of) => {
    // A deal of its own, with a connection that another deal is shared through.
    const { connectionId } = await of.cosell();
    return { params: { id: (await of.deal()).id }, body: { connectionId } };
  },
  'clouds.submit': async (of) => ({ ...(await view(of)), body: {} }),
  'clouds.solutions': async (of) => ({ params: { id: (await of.cosell()).connectionId }, query: {} }),
  'clouds.link': async (of) => ({ ...(await view(of)), body: { type: 'Solutions', entityId: 'S-11112222333301', linked: true } }),
  'clouds.engagement': view,
  'clouds.invite': async (of) => ({ ...(await view(of)), body: { account: '444455556666', responsibilities: ['Reseller'], message: 'New' } }),
  'invitations.list': async (of) => {
    await of.cosell();
    return { query: { status: 'pending' } };
  },
  'invitations.get': async (of) => ({ params: (await invitation(of)).params }),
  'invitations.accept': async (of) => ({ ...(await invitation(of)), body: {} }),
  'invitations.reject': async (of) => ({ ...(await invitation(of)), body: { reason: 'Other' } }),
  'eligibility.list': async (of) => {
    const { id, version } = await stated(of);
    await of.api('eligibility.set', { params: { id }, body: { current: 1, note: `${of.marker} note` }, ifVersion: version });
    return {};
  },
  'eligibility.set': async (of) => {
    const { id, version } = await stated(of);
    return { params: { id }, body: { current: 1, note: 'New' }, ifVersion: version };
  },
};
