import { ActRefused } from '../../core/simulator.ts';
import type { ActorAct } from '../../core/simulator.ts';
import { enumValues } from '../constraints/index.ts';
import { solutionsOf } from './associations.ts';
import { changeOpportunity } from './change-opportunity.ts';
import { nowOf, text } from './context.ts';
import type { Cosell } from './context.ts';
import { ownCopy } from './copies.ts';
import { editableOnAction } from './edit-mask.ts';
import { decide } from './invitations.ts';
import { leadAct } from './leads.ts';
import { awsAccountId } from './model.ts';
import type { AwsSide, Invitation, Opportunity, ReviewStatus } from './model.ts';
import { referralAct } from './referral.ts';
import { inheritReview } from './review.ts';
import { at } from './rules.ts';

type Input = Readonly<Record<string, string>>;
const opportunityField = { name: 'opportunity', label: 'Opportunity', required: true } as const;
const invitationField = { name: 'invitation', label: 'Invitation', required: true } as const;

/** What AWS' reviewers and sellers, and other partners, do. */
export function cosellActs(cosell: Cosell): readonly ActorAct[] {
  return [
    ...reviewActs(cosell),
    sellerAct(cosell),
    referralAct(cosell),
    leadAct(cosell),
    ...invitationActs(cosell),
    solutionAct(cosell),
    connectionAct(cosell),
  ];
}

function opportunity(cosell: Cosell, input: Input): Opportunity {
  const record = cosell.store.opportunities.get(input.opportunity ?? '');
  if (record === undefined) throw new ActRefused(`There is no opportunity ${input.opportunity ?? ''}.`);
  return record;
}

function underReview(cosell: Cosell, input: Input, accepted: readonly ReviewStatus[]): Opportunity {
  const record = opportunity(cosell, input);
  if (!accepted.includes(record.review.status)) throw new ActRefused(`${record.id} is ${record.review.status}; this act needs ${accepted.join(' or ')}.`);
  return record;
}

/** AWS' stages share the names of the partner's, as far as the partner has them. */
const awsStageOf = (record: Opportunity): string => {
  const stage = text(at(record.body, 'LifeCycle.Stage'));
  return enumValues('selling', 'AwsOpportunityStage').includes(stage) ? stage : 'Prospect';
};
const awsTeam = [
  { FirstName: 'Robin', LastName: 'Hale', Email: 'robin.hale@amazon.example', BusinessTitle: 'AWSSalesRep' },
  { FirstName: 'Mika', LastName: 'Lund', Email: 'mika.lund@amazon.example', BusinessTitle: 'PDM' },
];

function answerInvitation(cosell: Cosell, record: Opportunity, status: 'ACCEPTED' | 'REJECTED'): void {
  for (const id of cosell.store.invitationsOf.get(record.engagementId ?? '') ?? []) {
    const invitation = cosell.store.pendingInvitations.get(id);
    if (invitation?.receiver === awsAccountId) decide(cosell, invitation, status);
  }
}

function reviewActs(cosell: Cosell): readonly ActorAct[] {
  return [
    {
      name: 'start-review',
      title: 'AWS: take a submitted opportunity into review',
      fields: [opportunityField],
      run(input) {
        const changed = changeOpportunity(cosell, underReview(cosell, input, ['Submitted']), { review: { status: 'In review' } }, { byAws: true });
        return { opportunity: changed.id, reviewStatus: changed.review.status };
      },
    },
    {
      name: 'approve-opportunity',
      title: 'AWS: approve an opportunity',
      fields: [opportunityField],
      run(input) {
        const record = underReview(cosell, input, ['Submitted', 'In review']);
        answerInvitation(cosell, record, 'ACCEPTED');
        const side: AwsSide = record.aws ?? { involvementType: 'Co-Sell', visibility: 'Full', stage: 'Not Started', nextStepsHistory: [], team: [] };
        const aws: AwsSide = {
          ...side,
          stage: awsStageOf(record),
          team: awsTeam,
          engagementScore: 'Medium',
          nextBestActions: 'Agree on the next meeting with the customer.',
        };
        const approved = changeOpportunity(cosell, record, { review: { status: 'Approved' }, aws }, { byAws: true });
        inheritReview(cosell, approved);
        return { opportunity: approved.id, reviewStatus: approved.review.status };
      },
    },
    {
      name: 'request-action',
      title: 'AWS: ask the partner to correct an opportunity',
      fields: [
        opportunityField,
        { name: 'comments', label: 'What is wrong', required: true },
        { name: 'fields', label: `Fields, separated by commas (${editableOnAction.join(', ')})`, required: false },
      ],
      run(input) {
        const record = underReview(cosell, input, ['Submitted', 'In review']);
        const fields = (input.fields ?? '')
          .split(',')
          .map((field) => field.trim())
          .filter((field) => field !== '');
        const impossible = fields.find((field) => !editableOnAction.some((editable) => field === editable || field.startsWith(`${editable}.`)));
        if (impossible !== undefined) throw new ActRefused(`The partner could not change ${impossible} then.`);
        const comments = input.comments ?? '';
        const reason = fields.length === 0 ? {} : { reason: `Correct: ${fields.join(', ')}` };
        const changed = changeOpportunity(cosell, record, { review: { status: 'Action Required', comments, ...reason } }, { byAws: true });
        return { opportunity: changed.id, reviewStatus: changed.review.status };
      },
    },
    {
      name: 'reject-opportunity',
      title: 'AWS: reject an opportunity for good',
      fields: [opportunityField, { name: 'comments', label: 'Why', required: true }],
      run(input) {
        const record = underReview(cosell, input, ['Submitted', 'In review', 'Action Required']);
        answerInvitation(cosell, record, 'REJECTED');
        const rejected = changeOpportunity(cosell, record, { review: { status: 'Rejected', comments: input.comments ?? '' } }, { byAws: true });
        inheritReview(cosell, rejected);
        return { opportunity: rejected.id, reviewStatus: rejected.review.status };
      },
    },
  ];
}

function sellerAct(cosell: Cosell): ActorAct {
  return {
    name: 'aws-seller-update',
    title: "AWS: the seller changes AWS' own view of a deal",
    fields: [
      opportunityField,
      { name: 'stage', label: "AWS' stage", required: false, choices: enumValues('selling', 'AwsOpportunityStage') },
      { name: 'nextSteps', label: 'Next steps', required: false },
      { name: 'closedLostReason', label: 'Reason for the loss', required: false, choices: enumValues('selling', 'AwsClosedLostReason') },
      { name: 'involvementType', label: 'Involvement', required: false, choices: enumValues('selling', 'SalesInvolvementType') },
    ],
    run(input) {
      const record = opportunity(cosell, input);
      if (record.aws === undefined || record.review.status !== 'Approved') throw new ActRefused('AWS has a view of its own only of an approved opportunity.');
      if (input.closedLostReason !== undefined && input.stage !== 'Closed Lost') throw new ActRefused('A reason for the loss goes with the stage Closed Lost.');
      const { nextSteps } = input;
      const aws: AwsSide = {
        ...record.aws,
        ...(input.stage === undefined ? {} : { stage: input.stage }),
        ...(input.closedLostReason === undefined ? {} : { closedLostReason: input.closedLostReason }),
        ...(nextSteps === undefined
          ? {}
          : { nextSteps, nextStepsHistory: [{ value: nextSteps, at: nowOf(cosell) }, ...record.aws.nextStepsHistory].slice(0, 50) }),
        ...(input.involvementType === undefined || input.involvementType === record.aws.involvementType
          ? {}
          : { involvementType: input.involvementType, involvementTypeChangeReason: 'Change in Deal Information' }),
      };
      const changed = changeOpportunity(cosell, record, { aws }, { byAws: true });
      return { opportunity: changed.id, stage: changed.aws?.stage };
    },
  };
}

function pendingInvitation(cosell: Cosell, input: Input): Invitation {
  const invitation = cosell.store.invitations.get(input.invitation ?? '');
  if (invitation === undefined) throw new ActRefused(`There is no invitation ${input.invitation ?? ''}.`);
  if (invitation.status !== 'PENDING') throw new ActRefused(`The invitation is ${invitation.status}.`);
  return invitation;
}

function invitationActs(cosell: Cosell): readonly ActorAct[] {
  return [
    {
      name: 'accept-invitation',
      title: 'A partner: accept an invitation and join the engagement',
      fields: [invitationField],
      run(input) {
        const invitation = pendingInvitation(cosell, input);
        if (invitation.receiver === awsAccountId) throw new ActRefused('AWS answers by approving or rejecting the opportunity.');
        decide(cosell, invitation, 'ACCEPTED');
        return { engagement: invitation.engagementId, opportunity: ownCopy(cosell, invitation)?.id ?? null };
      },
    },
    {
      name: 'reject-invitation',
      title: 'A partner: reject an invitation',
      fields: [invitationField, { name: 'reason', label: 'Reason', required: false }],
      run(input) {
        const invitation = pendingInvitation(cosell, input);
        if (invitation.receiver === awsAccountId) throw new ActRefused('AWS answers by approving or rejecting the opportunity.');
        decide(cosell, invitation, 'REJECTED', (input.reason ?? '').slice(0, 80));
        return { invitation: invitation.id, status: invitation.status };
      },
    },
    {
      name: 'expire-invitation',
      title: 'Let an invitation expire now',
      fields: [invitationField],
      run(input) {
        const invitation = pendingInvitation(cosell, input);
        decide(cosell, invitation, 'EXPIRED');
        return { invitation: invitation.id, status: invitation.status };
      },
    },
  ];
}

function solutionAct(cosell: Cosell): ActorAct {
  return {
    name: 'add-solution',
    title: 'A partner: list a solution in Partner Central',
    fields: [
      { name: 'account', label: 'Account (12 digits)', required: true },
      { name: 'name', label: 'Name', required: true },
      { name: 'catalog', label: 'Catalog', required: true, choices: ['AWS', 'Sandbox'] },
    ],
    run({ account = '', name = '', catalog = '' }) {
      if (!/^\d{12}$/.test(account)) throw new ActRefused('An AWS account has 12 digits.');
      solutionsOf(cosell, account, catalog);
      const id = `S-${1_000_000 + cosell.world.ids.next('cosell-solution')}`;
      cosell.store.addSolution({ id, account, catalog, name, category: 'Software Product', status: 'Active', createdAt: nowOf(cosell) });
      return { solution: id };
    },
  };
}

function connectionAct(cosell: Cosell): ActorAct {
  return {
    name: 'set-connection',
    title: 'Connect two partners, or end their connection',
    fields: [
      { name: 'account', label: 'Account', required: true },
      { name: 'otherAccount', label: 'Other account', required: true },
      { name: 'connected', label: 'Connected', required: true, choices: ['yes', 'no'] },
    ],
    run({ account = '', otherAccount = '', connected }) {
      const key = [account, otherAccount].toSorted().join('/');
      if (connected === 'yes') cosell.store.unconnected.delete(key);
      else cosell.store.unconnected.add(key);
      return { connected: connected === 'yes' };
    },
  };
}
