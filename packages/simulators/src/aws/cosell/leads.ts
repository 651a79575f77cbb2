import { ActRefused } from '../../core/simulator.ts';
import type { ActorAct } from '../../core/simulator.ts';
import { checkShape, enumValues } from '../constraints/index.ts';
import { AwsError } from '../wire/errors.ts';
import { isObject } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { addOpportunity, keptBody } from './change-opportunity.ts';
import { text } from './context.ts';
import type { Cosell } from './context.ts';
import { addEngagement } from './engagements.ts';
import { addInvitation } from './invitations.ts';
import { awsAccountId } from './model.ts';
import type { Engagement, EngagementContext, Opportunity, Task } from './model.ts';
import { taskRefused } from './refusals.ts';
import { at } from './rules.ts';
import { addSnapshotJob, attach, sharedTemplate, takeSnapshot } from './snapshots.ts';
import { validated } from './validate.ts';

/** AWS brings a lead to a partner: a customer who has shown interest, and no opportunity yet. */
export function leadAct(cosell: Cosell): ActorAct {
  return {
    name: 'send-lead',
    title: 'AWS: invite a partner to a lead of AWS',
    fields: [
      { name: 'account', label: 'Partner account (12 digits)', required: true },
      { name: 'company', label: 'Customer', required: true },
      { name: 'title', label: 'Title of the engagement', required: true },
      { name: 'problem', label: 'Business problem (shown after accepting)', required: false },
      { name: 'useCase', label: 'Use case', required: false },
      { name: 'website', label: 'Website', required: false },
      { name: 'country', label: 'Country code', required: false },
      { name: 'city', label: 'City (shown after accepting)', required: false },
      { name: 'postalCode', label: 'Postal code (shown after accepting)', required: false },
      { name: 'industry', label: 'Industry', required: false, choices: enumValues('selling', 'Industry') },
      { name: 'source', label: 'Where the interest was shown', required: false },
      { name: 'contactEmail', label: "Customer's contact (shown after accepting)", required: false },
      { name: 'qualification', label: 'Qualification', required: false, choices: ['Qualified', 'Disqualified'] },
      { name: 'message', label: 'Message', required: false },
      { name: 'catalog', label: 'Catalog', required: false, choices: ['AWS', 'Sandbox'] },
    ],
    run(input) {
      const { account = '', company = '', title = '' } = input;
      if (!/^\d{12}$/.test(account)) throw new ActRefused('An AWS account has 12 digits.');
      const catalog = input.catalog ?? 'AWS';
      const optional = (name: string, value: string | undefined): JsonObject => (value === undefined || value === '' ? {} : { [name]: value });
      const customer = { CompanyName: company, ...optional('Industry', input.industry), ...optional('WebsiteUrl', input.website) };
      const address = { ...optional('City', input.city), ...optional('PostalCode', input.postalCode), CountryCode: input.country ?? 'DE' };
      const interaction = { SourceType: 'Event', ...optional('SourceName', input.source), ...optional('Usecase', input.useCase) };
      const contact = { FirstName: 'Lena', LastName: 'Voss', BusinessTitle: 'Head of data', Email: input.contactEmail ?? 'lena.voss@customer.example' };
      const lead = {
        ...optional('QualificationStatus', input.qualification),
        Customer: { ...customer, Address: address },
        Interactions: [{ ...interaction, ...optional('BusinessProblem', input.problem), Contact: contact }],
      };
      const payload = {
        LeadInvitation: {
          Customer: { ...customer, CountryCode: address.CountryCode },
          Interaction: { ...interaction, ContactBusinessTitle: contact.BusinessTitle },
        },
      };
      const message = input.message ?? 'A customer has asked for what you do.';
      checked(catalog, title, lead, message, payload);
      const engagement = addEngagement(cosell, {
        catalog,
        title: title.slice(0, 40),
        description: (input.problem ?? title).slice(0, 255),
        createdBy: awsAccountId,
        contexts: [{ Type: 'Lead', Payload: { Lead: lead } }],
      });
      const invitation = addInvitation(cosell, {
        catalog,
        engagementId: engagement.id,
        sender: awsAccountId,
        receiver: account,
        message,
        payloadType: 'LeadInvitation',
        payload,
      });
      return { invitation: invitation.id, engagement: engagement.id };
    },
  };
}

/** AWS keeps to its own model: what it could not send as a partner, the act refuses with the same words. */
function checked(catalog: string, title: string, lead: JsonObject, message: string, payload: JsonObject): void {
  const token = { Catalog: catalog, ClientToken: 'lead' };
  try {
    validated('CreateEngagement', { ...token, Title: title.slice(0, 40), Description: title, Contexts: [{ Type: 'Lead', Payload: { Lead: lead } }] });
    const invitation = { Message: message, Receiver: { Account: { AwsAccountId: awsAccountId } }, Payload: payload };
    validated('CreateEngagementInvitation', { ...token, EngagementIdentifier: 'eng-00000000000000', Invitation: invitation });
  } catch (error) {
    throw error instanceof AwsError ? new ActRefused(error.message) : error;
  }
}

/** The lead becomes an opportunity of the partner's own, which nobody has submitted yet. */
export function finishConversion(cosell: Cosell, task: Task): void {
  const engagement = cosell.store.engagements.get(task.engagementId ?? '');
  const context = engagement?.contexts.find((one) => one.Id === task.contextId);
  if (engagement === undefined || context === undefined) throw taskRefused('ContextNotFound', 'The engagement has no such context.');
  if (context.Type !== 'Lead') throw taskRefused('CustomerProjectContextNotPermitted', `A context of the type ${context.Type} is no lead.`);
  const lead = leadOf(context);
  if (/^disqualified$/i.test(text(lead.QualificationStatus))) throw taskRefused('DisqualifiedLeadNotPermitted', 'The lead is disqualified.');
  const before = engagement.opportunityIds.flatMap((id) => cosell.store.opportunities.get(id) ?? []).find((one) => one.account === task.account);
  if (before !== undefined) throw taskRefused('OpportunityConflict', `The account has ${before.id} in this engagement already.`);
  const made = opportunityOf(cosell, task, engagement, lead);
  task.opportunityId = made.id;
  task.snapshotJobId = addSnapshotJob(cosell, made, engagement.id, 'Running').id;
}

function opportunityOf(cosell: Cosell, task: Task, engagement: Engagement, lead: JsonObject): Opportunity {
  const [interaction] = Array.isArray(lead.Interactions) ? lead.Interactions.filter(isObject) : [];
  // A lead is described more loosely than an opportunity: what the latter would not take is left for the partner to fill in.
  const fitting = (name: string, shape: string, value: unknown): JsonObject =>
    value === undefined || checkShape('selling', shape, value) !== undefined ? {} : { [name]: value };
  const contact = isObject(interaction?.Contact) ? interaction.Contact : {};
  const contacts = {
    ...fitting('Email', 'Email', contact.Email),
    ...fitting('FirstName', 'ContactFirstNameString', contact.FirstName),
    ...fitting('LastName', 'ContactLastNameString', contact.LastName),
    ...fitting('BusinessTitle', 'JobTitle', contact.BusinessTitle),
  };
  const address = {
    ...fitting('City', 'AddressCityString', at(lead, 'Customer.Address.City')),
    ...fitting('PostalCode', 'AddressPostalCodeString', at(lead, 'Customer.Address.PostalCode')),
    ...fitting('CountryCode', 'CountryCode', at(lead, 'Customer.Address.CountryCode')),
  };
  const body = keptBody({
    Customer: {
      Account: {
        ...fitting('CompanyName', 'AccountCompanyNameString', at(lead, 'Customer.CompanyName')),
        ...fitting('Industry', 'Industry', at(lead, 'Customer.Industry')),
        ...fitting('WebsiteUrl', 'WebsiteUrl', at(lead, 'Customer.WebsiteUrl')),
        Address: address,
      },
      ...(Object.keys(contacts).length === 0 ? {} : { Contacts: [contacts] }),
    },
    Project: {
      ...fitting('Title', 'ProjectTitleString', engagement.title),
      ...fitting('CustomerBusinessProblem', 'ProjectCustomerBusinessProblemString', interaction?.BusinessProblem),
    },
    LifeCycle: { Stage: 'Prospect' },
  });
  const added = addOpportunity(cosell, {
    account: task.account,
    catalog: task.catalog,
    origin: engagement.createdBy === awsAccountId ? 'AWS Referral' : 'Partner Referral',
    body,
    review: { status: 'Pending Submission' },
    team: [],
    related: {},
  });
  const attached = attach(cosell, engagement, added);
  takeSnapshot(cosell, attached, sharedTemplate, attached.account);
  return attached;
}

function leadOf(context: EngagementContext): JsonObject {
  const payload = isObject(context.Payload) ? context.Payload.Lead : undefined;
  return isObject(payload) ? payload : {};
}
