import { ActRefused } from '../core/simulator.ts';
import type { ActorAct, SimulatedRequest, SimulatedResponse } from '../core/simulator.ts';
import { act, may, need } from '../microsoft/kit/acts.ts';
import { textAt, withAt } from '../microsoft/kit/json.ts';
import type { Json } from '../microsoft/kit/json.ts';
import { minorUnits } from '../microsoft/kit/money.ts';
import type { Route } from '../microsoft/kit/routes.ts';
import { route } from '../microsoft/kit/routes.ts';
import { callerOf, orderScopes } from './identity.ts';
import { bodyOf, covers, maskOf, merged, moneyOf, onlyKnown, paged } from './masks.ts';
import type { Google, Opportunity, OpportunityState, Organisation } from './model.ts';
import { firstOrganisations, lag, now } from './model.ts';
import {
  clientSteps,
  customerName,
  editable,
  editableWhenAccepted,
  outputOnly,
  shapeViolations,
  stages,
  submitViolations,
  topLevel,
} from './opportunity-rules.ts';
import { googleError, invalid, precondition } from './refusals.ts';

const path = '/v1alpha1/opportunities';

export function opportunityRoutes(google: Google): readonly Route[] {
  const caller = (request: SimulatedRequest): Organisation => {
    const organisation = callerOf(google, request, orderScopes);
    const partner = request.query.get('partner');
    if (partner !== null && partner !== organisation.partner) throw googleError('PERMISSION_DENIED', `The caller does not act for ${partner}.`);
    return organisation;
  };
  const readable = (organisation: Organisation, opportunity: Opportunity | undefined, id: string): Opportunity => {
    if (opportunity === undefined || partnerOf(opportunity) !== organisation.partner)
      throw googleError('NOT_FOUND', `The opportunity opportunities/${id} was not found.`);
    return opportunity;
  };
  return [
    route('GET', path, (request) => {
      const { partner } = caller(request);
      const all = google.opportunities.allSeen(lag(google)).filter((one) => partnerOf(one) === partner);
      for (const option of ['filter', 'orderBy']) if (request.query.has(option)) throw invalid([{ field: option, description: 'This is not supported.' }]);
      const { page, nextPageToken } = paged(request, all, 100);
      return { status: 200, body: { opportunities: page, nextPageToken } };
    }),
    route('POST', path, (request) => create(google, caller(request), request)),
    route('GET', `${path}/:id`, (request, { id = '' }) => ({ status: 200, body: readable(caller(request), google.opportunities.seen(id, lag(google)), id) })),
    route('PATCH', `${path}/:id`, (request, { id = '' }) => patch(google, readable(caller(request), google.opportunities.get(id), id), request)),
  ];
}

const partnerOf = (opportunity: Json): string => textAt(opportunity, 'opportunityInfo.partnerEntity');

function create(google: Google, organisation: Organisation, request: SimulatedRequest): SimulatedResponse {
  const body = bodyOf(request);
  onlyKnown(body, topLevel);
  const given = Object.fromEntries(Object.entries(body).filter(([name]) => !outputOnly.includes(name)));
  const state = given.state ?? 'DRAFT';
  if (state !== 'DRAFT' && state !== 'SUBMITTED') throw invalid([{ field: 'state', description: 'A client sets the state to DRAFT or SUBMITTED.' }]);
  if (given.stage !== undefined && given.stage !== stages[0]) throw invalid([{ field: 'stage', description: `An opportunity begins at ${stages[0] ?? ''}.` }]);
  const document: Json = partnerOf(given) === '' ? withAt(given, 'opportunityInfo.partnerEntity', organisation.partner) : given;
  if (partnerOf(document) !== organisation.partner) throw googleError('PERMISSION_DENIED', 'The opportunity belongs to another partner.');
  const violations = [...shapeViolations(document), ...(state === 'SUBMITTED' ? submitViolations(document) : [])];
  if (violations.length > 0) throw invalid(violations);
  return { status: 200, body: begin(google, organisation, document, state, 'PARTNER') };
}

function begin(google: Google, organisation: Organisation, document: Json, state: OpportunityState, source: string): Opportunity {
  const id = `${1_000_000 + google.world.ids.next('google-opportunity')}`;
  const moment = now(google);
  return google.opportunities.put(id, {
    ...document,
    name: `opportunities/${id}`,
    customerDisplayName: customerName(document),
    state,
    stateDescription: '',
    stage: stages[0] ?? '',
    source,
    owner: 'users/0',
    ownerEmail: 'seller@google.example',
    creatorEmail: source === 'PARTNER' ? organisation.email : 'seller@google.example',
    createTime: moment,
    updateTime: moment,
  });
}

function keep(google: Google, before: Opportunity, after: Json, state: OpportunityState, stage: string): Opportunity {
  const id = before.name.replace('opportunities/', '');
  return google.opportunities.put(id, {
    ...after,
    name: before.name,
    createTime: before.createTime,
    state,
    stage,
    customerDisplayName: customerName(after),
    updateTime: now(google),
  });
}

function patch(google: Google, before: Opportunity, request: SimulatedRequest): SimulatedResponse {
  if (!request.query.has('partner')) throw invalid([{ field: 'partner', description: 'The partner is required, as partners/{id}.' }]);
  const mask = maskOf(request);
  if (mask.length === 0) throw invalid([{ field: 'updateMask', description: 'The update mask is required.' }]);
  const body = bodyOf(request);
  onlyKnown(body, topLevel);
  for (const one of mask) {
    if (!covers(topLevel, one)) throw invalid([{ field: 'updateMask', description: `'${one}' is no field of an opportunity.` }]);
    if (covers(outputOnly, one) || one === 'opportunityInfo.partnerEntity') throw invalid([{ field: 'updateMask', description: `'${one}' is set by Google.` }]);
  }
  const rule = editable[before.state];
  if (rule === 'nothing') throw precondition('A submitted opportunity cannot be edited until it is reviewed.', before.name);
  const locked = rule === 'progress' ? mask.find((one) => one !== 'state' && !covers(editableWhenAccepted, one)) : undefined;
  if (locked !== undefined) throw precondition(`'${locked}' cannot be edited after the opportunity was accepted.`, before.name);
  const after = merged(before, body, mask);
  const state = stateAfter(before, after, mask);
  const stage = stageAfter(before, after, mask);
  const document = mask.includes('opportunityInfo') ? withAt(after, 'opportunityInfo.partnerEntity', partnerOf(before)) : after;
  const violations = [...shapeViolations(document), ...(state === 'SUBMITTED' ? submitViolations(document) : [])];
  if (violations.length > 0) throw invalid(violations);
  return { status: 200, body: keep(google, before, { ...document, stateDescription: state === before.state ? before.stateDescription : '' }, state, stage) };
}

function stateAfter(before: Opportunity, after: Json, mask: readonly string[]): OpportunityState {
  if (!mask.includes('state')) return before.state;
  const wanted = clientSteps[before.state].find((state) => state === after.state);
  if (wanted === undefined) throw precondition(`The state cannot go from ${before.state} to ${textAt(after, 'state')}.`, before.name);
  return wanted;
}

function stageAfter(before: Opportunity, after: Json, mask: readonly string[]): string {
  if (!mask.includes('stage') || after.stage === before.stage) return before.stage;
  if (before.state !== 'ACCEPTED') throw precondition('The stage can only be changed after the opportunity was accepted.', before.name);
  if (before.stage === 'CLOSED') throw precondition('The opportunity is closed.', before.name);
  if (after.stage === 'CLOSED') throw invalid([{ field: 'stage', description: 'CLOSED is set by Google.' }]);
  return textAt(after, 'stage');
}

export function opportunityActs(google: Google): readonly ActorAct[] {
  const one = (name: string, state: OpportunityState): Opportunity => {
    const opportunity = google.opportunities.get(name.replace('opportunities/', ''));
    if (opportunity === undefined) throw new ActRefused(`There is no opportunity ${name}.`);
    if (opportunity.state !== state) throw new ActRefused(`The opportunity is ${opportunity.state}.`);
    return opportunity;
  };
  const answer = ({ name, state, stage, stateDescription }: Opportunity): Json => ({ name, state, stage, stateDescription });
  return [
    act('seller-accepts', 'Google accepts an opportunity', [need('id', 'Opportunity')], ({ id = '' }) => {
      const opportunity = one(id, 'SUBMITTED');
      return answer(keep(google, opportunity, { ...opportunity, stateDescription: '' }, 'ACCEPTED', opportunity.stage));
    }),
    act(
      'seller-declines',
      'Google does not accept an opportunity, or asks for changes',
      [need('id', 'Opportunity'), need('reason', 'Reason')],
      ({ id = '', reason = '' }) => {
        const opportunity = one(id, 'SUBMITTED');
        return answer(keep(google, opportunity, { ...opportunity, stateDescription: reason }, 'NOT_ACCEPTED', opportunity.stage));
      },
    ),
    act(
      'seller-moves',
      'Google moves the stage or edits',
      [need('id', 'Opportunity'), may('stage', 'Stage', stages.slice(0, -1)), may('nextStep', 'Next step')],
      ({ id = '', stage = '', nextStep = '' }) => {
        const opportunity = one(id, 'ACCEPTED');
        if (opportunity.stage === 'CLOSED') throw new ActRefused('The opportunity is closed.');
        const after = nextStep === '' ? opportunity : withAt(opportunity, 'isvSolutionConnectInfo.nextStep', nextStep);
        return answer(keep(google, opportunity, after, 'ACCEPTED', stage === '' ? opportunity.stage : stage));
      },
    ),
    act(
      'seller-closes',
      'Google closes an opportunity',
      [need('id', 'Opportunity'), need('outcome', 'Outcome', ['WON', 'LOST']), may('reason', 'Reason')],
      ({ id = '', outcome = '', reason = '' }) => {
        const opportunity = one(id, 'ACCEPTED');
        if (opportunity.stage === 'CLOSED') throw new ActRefused('The opportunity is closed already.');
        return answer(keep(google, opportunity, { ...opportunity, winLossInfo: { outcome, reason } }, 'ACCEPTED', 'CLOSED'));
      },
    ),
    act(
      'inbound-opportunity',
      'Google shares an opportunity of its own',
      [need('customer', 'Customer'), may('domain', 'Domain'), may('partner', 'Partner'), may('dealSize', 'Deal size'), may('currency', 'Currency')],
      ({ customer = '', domain = '', partner, dealSize = '0', currency = 'USD' }) => {
        const organisation =
          google.organisations.all().find((each) => partner === undefined || partner === '' || each.partner === partner) ?? firstOrganisations[0];
        const minor = minorUnits(dealSize);
        if (organisation === undefined || minor === undefined) throw new ActRefused('The partner or the deal size is not known.');
        const document: Json = {
          opportunityInfo: {
            partnerEntity: organisation.partner,
            displayName: `${customer} with ${organisation.title}`,
            description: 'Shared by a Google seller.',
            productFamily: ['GOOGLE_CLOUD_PLATFORM'],
          },
          qualificationInfo: { operationType: 'NEW', dealSize: moneyOf(minor, currency) },
          customerInfo: { customerDetails: { organizationName: customer, domain } },
        };
        return answer(begin(google, organisation, document, 'ACCEPTED', 'GOOGLE'));
      },
    ),
  ];
}
