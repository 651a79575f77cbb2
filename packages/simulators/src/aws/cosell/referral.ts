import { ActRefused } from '../../core/simulator.ts';
import type { ActorAct } from '../../core/simulator.ts';
import type { JsonObject } from '../wire/json.ts';
import { enumValues } from '../constraints/index.ts';
import { keptBody } from './change-opportunity.ts';
import { nowOf } from './context.ts';
import type { Cosell } from './context.ts';
import { addEngagement } from './engagements.ts';
import { addInvitation } from './invitations.ts';
import { awsAccountId } from './model.ts';
import type { AwsSide } from './model.ts';
import { AwsError } from '../wire/errors.ts';
import { dayOf, fieldRules } from './rules.ts';
import { validated } from './validate.ts';

/** AWS brings a customer to a partner. What the partner sees before accepting lacks address, contacts and account. */
export function referralAct(cosell: Cosell): ActorAct {
  return {
    name: 'send-referral',
    title: 'AWS: invite a partner to an opportunity of AWS',
    fields: [
      { name: 'account', label: 'Partner account (12 digits)', required: true },
      { name: 'company', label: 'Customer', required: true },
      { name: 'title', label: 'Project', required: true },
      { name: 'problem', label: 'Business problem (20 characters or more)', required: true },
      { name: 'website', label: 'Website', required: false },
      { name: 'country', label: 'Country code', required: false },
      { name: 'city', label: 'City (shown after accepting)', required: false },
      { name: 'postalCode', label: 'Postal code (shown after accepting)', required: false },
      { name: 'industry', label: 'Industry', required: false, choices: enumValues('selling', 'Industry') },
      { name: 'spend', label: 'Expected spend per month in USD', required: false },
      { name: 'closeDate', label: 'Target close date', required: false },
      { name: 'contactEmail', label: "Customer's contact (shown after accepting)", required: false },
      { name: 'message', label: 'Message', required: false },
      { name: 'catalog', label: 'Catalog', required: false, choices: ['AWS', 'Sandbox'] },
    ],
    run(input) {
      const { account = '' } = input;
      if (!/^\d{12}$/.test(account)) throw new ActRefused('An AWS account has 12 digits.');
      const catalog = input.catalog ?? 'AWS';
      const referral = checkedReferral(cosell, input, catalog);
      const engagement = addEngagement(cosell, {
        catalog,
        title: (input.title ?? '').slice(0, 40),
        description: (input.problem ?? '').slice(0, 255),
        createdBy: awsAccountId,
        contexts: [{ Type: 'CustomerProject', Payload: { CustomerProject: { Customer: referral.customer, Project: referral.project } } }],
      });
      const { ExpectedCustomerSpend, ...project } = referral.invited;
      const invitation = addInvitation(cosell, {
        catalog,
        engagementId: engagement.id,
        sender: awsAccountId,
        receiver: account,
        message: input.message ?? 'AWS would like to work with you on this opportunity.',
        payloadType: 'OpportunityInvitation',
        payload: {
          OpportunityInvitation: {
            SenderContacts: [{ Email: 'robin.hale@amazon.example', FirstName: 'Robin', LastName: 'Hale', BusinessTitle: 'AWSSalesRep' }],
            ReceiverResponsibilities: ['Services Partner'],
            Customer: referral.customer,
            Project: { ...project, ExpectedCustomerSpend },
          },
        },
        full: { body: referral.body, aws: referral.aws },
      });
      return { invitation: invitation.id, engagement: engagement.id };
    },
  };
}

type Referral = { readonly customer: JsonObject; readonly project: JsonObject; readonly invited: JsonObject; readonly body: JsonObject; readonly aws: AwsSide };

/** AWS keeps to its own model: what an act cannot have made valid is refused with the same words. */
function checkedReferral(cosell: Cosell, input: Readonly<Record<string, string>>, catalog: string): Referral {
  const now = nowOf(cosell);
  const closeDate = input.closeDate ?? dayOf(now + 90 * 24 * 3_600_000);
  const customer = {
    Industry: input.industry ?? 'Software and Internet',
    CompanyName: input.company,
    WebsiteUrl: input.website ?? 'www.example.com',
    CountryCode: input.country ?? 'DE',
  };
  const project = { Title: input.title, BusinessProblem: input.problem, TargetCompletionDate: closeDate };
  const spend = [{ Amount: input.spend ?? '1000', CurrencyCode: 'USD', Frequency: 'Monthly', TargetCompany: 'AWS' }];
  const { CountryCode, ...account } = customer;
  const address = {
    CountryCode,
    ...(input.city === undefined ? {} : { City: input.city }),
    ...(input.postalCode === undefined ? {} : { PostalCode: input.postalCode }),
  };
  const contacts = input.contactEmail === undefined ? {} : { Contacts: [{ Email: input.contactEmail }] };
  try {
    const body = keptBody(
      validated('CreateOpportunity', {
        Catalog: catalog,
        ClientToken: 'referral',
        Customer: { Account: { ...account, Address: address }, ...contacts },
        Project: { Title: input.title, CustomerBusinessProblem: input.problem, ExpectedCustomerSpend: spend },
        LifeCycle: { Stage: 'Prospect', TargetCloseDate: closeDate },
        OpportunityType: 'Net New Business',
      }),
    );
    const [wrong] = fieldRules(body, now);
    if (wrong !== undefined) throw new ActRefused(wrong.Message);
    const aws: AwsSide = { involvementType: 'Co-Sell', visibility: 'Full', stage: 'Prospect', nextStepsHistory: [], team: [], targetCloseDate: closeDate };
    return { customer, project, invited: { ...project, ExpectedCustomerSpend: spend }, body, aws };
  } catch (error) {
    throw error instanceof AwsError ? new ActRefused(error.message) : error;
  }
}
