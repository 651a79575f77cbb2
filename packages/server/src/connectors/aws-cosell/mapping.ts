import type { DefaultMapping, OutsideField } from '../../modules/sync/index.ts';
import { fields } from './fields.ts';
import { industries } from './lists.ts';

type Pairs = readonly { readonly ours: string; readonly theirs: string }[];
const pairs = (map: Readonly<Record<string, string>>): Pairs => Object.entries(map).map(([ours, theirs]) => ({ ours, theirs }));

/** Our stages in their words. A deal that is won is launched there. */
export const stageOf: Readonly<Record<string, string>> = {
  prospect: 'Prospect',
  qualified: 'Qualified',
  technical: 'Technical Validation',
  business: 'Business Validation',
  committed: 'Committed',
  won: 'Launched',
  lost: 'Closed Lost',
};
export const ourStage = (theirs: unknown): string | null => Object.entries(stageOf).find(([, each]) => each === theirs)?.[0] ?? null;

const useCasePairs = pairs({
  'AI and analytics': 'AI Machine Learning and Analytics',
  Archiving: 'Archiving',
  'Big data': 'Big Data: Data Warehouse/Data Integration/ETL/Data Lake/BI',
  'Business applications': 'Business Applications & Contact Center',
  'Cloud management': 'Cloud Management Tools',
  'Containers and serverless': 'Containers & Serverless',
  'Content delivery': 'Content Delivery & Edge Services',
  Database: 'Database',
  'Developer tools': 'Web development & DevOps',
  'Disaster recovery': 'Centralized Operations Management',
  'End user computing': 'Edge Computing/End User Computing',
  'Enterprise governance': 'Enterprise Governance & Controls',
  'Industry solution': 'Industrial Software',
  'Internet of things': 'IOT',
  Migration: 'Migration/Database Migration',
  Networking: 'Networking',
  'Security and compliance': 'Security & Compliance',
  'Storage and backup': 'Storage & Backup',
  Training: 'Training',
});
const deliveryPairs = pairs({
  saas: 'SaaS or PaaS',
  own_licence: 'BYOL or AMI',
  managed_service: 'Managed Services',
  professional_services: 'Professional Services',
  resale: 'Resell',
  other: 'Other',
});
const typePairs = pairs({ new: 'Net New Business', renewal: 'Flat Renewal', expansion: 'Expansion' });
const needPairs = pairs({
  architecture: 'Co-Sell - Architectural Validation',
  presentation: 'Co-Sell - Business Presentation',
  competition: 'Co-Sell - Competitive Information',
  pricing: 'Co-Sell - Pricing Assistance',
  technical: 'Co-Sell - Technical Consultation',
  total_cost: 'Co-Sell - Total Cost of Ownership Evaluation',
  deal_support: 'Co-Sell - Deal Support',
  public_tender: 'Co-Sell - Support for Public Tender / RFx',
});
const activityPairs = pairs({
  first_talks: 'Initialized discussions with customer',
  interest_shown: 'Customer has shown interest in solution',
  demo_done: 'Conducted POC / Demo',
  in_planning: 'In evaluation / planning stage',
  solution_agreed: 'Agreed on solution to Business Problem',
  action_plan_done: 'Completed Action Plan',
  deployment_final: 'Finalized Deployment Need',
  work_statement_signed: 'SOW Signed',
});

const mapped: readonly (readonly [ours: string, theirs: string, valueMap?: Pairs])[] = [
  ['name', 'Project.Title'],
  ['stage', 'LifeCycle.Stage', pairs(stageOf)],
  ['lost_reason', 'LifeCycle.ClosedLostReason'],
  ['amount', 'spend.tcv'],
  ['currency', 'spend.currency'],
  ['monthly_spend', 'spend.monthly'],
  ['close_on', 'LifeCycle.TargetCloseDate'],
  ['next_step', 'LifeCycle.NextSteps'],
  ['account_name', 'Customer.Account.CompanyName'],
  ['account_country', 'Customer.Account.Address.CountryCode'],
  ['business_problem', 'Project.CustomerBusinessProblem'],
  ['use_case', 'Project.CustomerUseCase', useCasePairs],
  ['delivery_models', 'Project.DeliveryModels', deliveryPairs],
  ['opportunity_type', 'OpportunityType', typePairs],
  ['needs', 'PrimaryNeedsFromAws', needPairs],
  ['sales_activities', 'Project.SalesActivities', activityPairs],
  ['contract_months', 'Project.ExpectedContractDuration'],
  ['customer_website', 'Customer.Account.WebsiteUrl'],
  ['customer_industry', 'Customer.Account.Industry', industries.map((name) => ({ ours: name, theirs: name }))],
  ['customer_other_industry', 'Customer.Account.OtherIndustry'],
  ['customer_state', 'Customer.Account.Address.StateOrRegion'],
  ['customer_city', 'Customer.Account.Address.City'],
  ['customer_postal_code', 'Customer.Account.Address.PostalCode'],
  ['customer_street', 'Customer.Account.Address.StreetAddress'],
  ['customer_duns', 'Customer.Account.Duns'],
  ['customer_cloud_account', 'Customer.Account.AwsAccountId'],
  ['customer_contact_name', 'contact.name'],
  ['customer_contact_email', 'contact.email'],
  ['customer_contact_phone', 'contact.phone'],
  ['customer_contact_title', 'contact.title'],
  ['competitor', 'Project.CompetitorName'],
  ['other_solution', 'Project.OtherSolutionDescription'],
  ['national_security', 'NationalSecurity'],
  ['related_outside_id', 'Project.RelatedOpportunityIdentifier'],
  ['marketing_source', 'Marketing.Source'],
  ['cloud_funding_used', 'Marketing.AwsFundingUsed'],
  ['comments', 'Project.AdditionalComments'],
];

export const OBJECT = 'opportunity';
/** The content is ours. What AWS decides by itself is no field: it is the record's state. */
export const defaultMapping: DefaultMapping = {
  kind: 'deal',
  object: OBJECT,
  createsHere: false,
  createsThere: false,
  fields: mapped.map(([field, outsideField, valueMap]) => ({ field, outsideField, authority: 'ours', ...(valueMap === undefined ? {} : { valueMap }) })),
};

export const describedFields: readonly OutsideField[] = fields.map((field) => ({
  key: field.key,
  label: field.label,
  type: field.kind,
  choices: field.choices.map((value) => ({ value, label: value })),
  required: field.required,
  condition: field.condition,
  writable: true,
  createOnly: false,
  ...(field.max === null ? {} : { maxLength: field.max }),
  ...(field.travelsWith ? { travelsWith: field.travelsWith } : {}),
}));
