import { listOf, structure, text, timestamp, union } from './shapes.ts';
import type { Structure } from './shapes.ts';

/*
 * The request structures of the selling API (version 2022-07-26): which field has which shape, and which are required. The members are
 * those of the types of @aws-sdk/client-partnercentral-selling; a test compares both, so that a new release of the client is noticed.
 */

const address = structure({
  City: 'AddressCityString',
  PostalCode: 'AddressPostalCodeString',
  StateOrRegion: text,
  CountryCode: 'CountryCode',
  StreetAddress: 'AddressStreetAddressString',
});
const account = structure({
  Industry: 'Industry',
  OtherIndustry: 'AccountOtherIndustryString',
  'CompanyName!': 'AccountCompanyNameString',
  WebsiteUrl: 'WebsiteUrl',
  AwsAccountId: 'AwsAccount',
  Address: address,
  Duns: 'DunsNumber',
});
const contact = structure({
  Email: 'Email',
  FirstName: 'ContactFirstNameString',
  LastName: 'ContactLastNameString',
  BusinessTitle: 'JobTitle',
  Phone: 'PhoneNumber',
});
const assignee = structure({
  'Email!': 'Email',
  'FirstName!': 'AssigneeContactFirstNameString',
  'LastName!': 'AssigneeContactLastNameString',
  Phone: 'PhoneNumber',
  'BusinessTitle!': 'JobTitle',
});
const spend = structure({
  Amount: 'Amount',
  'CurrencyCode!': 'CurrencyCode',
  'Frequency!': 'PaymentFrequency',
  'TargetCompany!': 'ExpectedCustomerSpendTargetCompanyString',
  EstimationUrl: 'EstimationUrl',
});
const spends = listOf(spend, 'ExpectedCustomerSpendList');
const lifeCycle = structure({
  Stage: 'Stage',
  ClosedLostReason: 'ClosedLostReason',
  NextSteps: 'LifeCycleNextStepsString',
  TargetCloseDate: 'Date',
  ReviewStatus: 'ReviewStatus',
  ReviewComments: text,
  ReviewStatusReason: text,
  NextStepsHistory: listOf(structure({ 'Value!': text, 'Time!': timestamp }), 'LifeCycleNextStepsHistoryList'),
});
const marketing = structure({
  CampaignName: text,
  Source: 'MarketingSource',
  UseCases: listOf(text),
  Channels: listOf('Channel'),
  AwsFundingUsed: 'AwsFundingUsed',
});
const project = structure({
  DeliveryModels: listOf('DeliveryModel'),
  ExpectedCustomerSpend: spends,
  ExpectedContractDuration: structure({ 'Term!': 'ExpectedContractDurationTerm', 'Value!': text }),
  Title: 'ProjectTitleString',
  ApnPrograms: listOf(text),
  CustomerBusinessProblem: 'ProjectCustomerBusinessProblemString',
  CustomerUseCase: text,
  RelatedOpportunityIdentifier: 'OpportunityIdentifier',
  SalesActivities: listOf('SalesActivity'),
  CompetitorName: 'CompetitorName',
  OtherCompetitorNames: 'ProjectOtherCompetitorNamesString',
  OtherSolutionDescription: 'ProjectOtherSolutionDescriptionString',
  AdditionalComments: 'ProjectAdditionalCommentsString',
  AwsPartition: 'AwsPartition',
});
const softwareRevenue = structure({
  DeliveryModel: 'RevenueModel',
  Value: structure({ 'Amount!': 'MonetaryValueAmountString', 'CurrencyCode!': 'CurrencyCode' }),
  EffectiveDate: 'Date',
  ExpirationDate: 'Date',
});
const tags = listOf(structure({ 'Key!': 'TagKey', 'Value!': 'TagValue' }), 'TagList');
/** What both Create and Update write; a full PUT replaces all of it. */
const written = {
  PrimaryNeedsFromAws: listOf('PrimaryNeedFromAws'),
  NationalSecurity: 'NationalSecurity',
  Customer: structure({ Account: account, Contacts: listOf(contact) }),
  Project: project,
  OpportunityType: 'OpportunityType',
  Marketing: marketing,
  SoftwareRevenue: softwareRevenue,
  LifeCycle: lifeCycle,
};
const catalog = { 'Catalog!': 'CatalogIdentifier' };
const token = { 'ClientToken!': 'ClientToken' };
const paging = (size: string, next: string | typeof text = text) => ({ MaxResults: size, NextToken: next });
const tasks = (prefix: string) => ({
  ...catalog,
  ...paging(`${prefix}MaxResultsInteger`, `${prefix}NextTokenString`),
  Sort: structure({ 'SortOrder!': 'SortOrder', 'SortBy!': 'ListTasksSortName' }),
  TaskStatus: listOf('TaskStatus', 'TaskStatuses'),
  TaskIdentifier: listOf('TaskArnOrIdentifier', 'TaskIdentifiers'),
  OpportunityIdentifier: listOf('OpportunityIdentifier', 'OpportunityIdentifiers'),
});
const relation = (prefix: string) => ({
  ...catalog,
  'OpportunityIdentifier!': 'OpportunityIdentifier',
  'RelatedEntityType!': 'RelatedEntityType',
  'RelatedEntityIdentifier!': `${prefix}RelatedEntityIdentifierString`,
});

const projectContext = structure({
  Customer: structure({ 'Industry!': 'Industry', 'CompanyName!': 'CompanyName', 'WebsiteUrl!': 'CompanyWebsiteUrl', 'CountryCode!': 'CountryCode' }),
  Project: structure({
    'Title!': 'EngagementCustomerProjectTitle',
    'BusinessProblem!': 'EngagementCustomerBusinessProblem',
    'TargetCompletionDate!': 'EngagementCustomerProjectDetailsTargetCompletionDateString',
  }),
});
const leadContext = structure({
  Insights: structure({ LeadReadinessScore: text }),
  QualificationStatus: 'LeadQualificationStatus',
  'Customer!': structure({
    Industry: 'LeadIndustry',
    'CompanyName!': 'CompanyName',
    WebsiteUrl: 'LeadWebsiteUrl',
    Address: structure({
      City: 'LeadAddressCityString',
      PostalCode: 'LeadAddressPostalCodeString',
      StateOrRegion: 'LeadAddressStateOrRegionString',
      CountryCode: 'LeadCountryCode',
    }),
    AwsMaturity: 'AwsMaturity',
    MarketSegment: 'LeadMarketSegment',
  }),
  'Interactions!': listOf(
    structure({
      SourceType: 'LeadSourceType',
      SourceId: 'LeadSourceId',
      SourceName: 'LeadSourceName',
      Usecase: 'EngagementUseCase',
      InteractionDate: timestamp,
      CustomerAction: 'CustomerAction',
      BusinessProblem: 'LeadBusinessProblem',
      'Contact!': structure({ 'BusinessTitle!': 'LeadJobTitle', 'Email!': 'LeadEmail', 'FirstName!': 'Name', 'LastName!': 'Name', Phone: 'LeadPhoneNumber' }),
    }),
    'LeadInteractionList',
  ),
});
const invitation = structure({
  'Message!': 'InvitationMessage',
  'Receiver!': union({ Account: structure({ Alias: 'Alias', 'AwsAccountId!': 'AwsAccount' }) }),
  'Payload!': union({
    OpportunityInvitation: structure({
      SenderContacts: listOf(
        structure({ 'Email!': 'SenderContactEmail', FirstName: 'Name', LastName: 'Name', BusinessTitle: 'JobTitle', Phone: 'PhoneNumber' }),
        'SenderContactList',
      ),
      'ReceiverResponsibilities!': listOf('ReceiverResponsibility'),
      'Customer!': structure({ 'Industry!': 'Industry', 'CompanyName!': 'CompanyName', 'WebsiteUrl!': 'CompanyWebsiteUrl', 'CountryCode!': 'CountryCode' }),
      'Project!': structure({
        'BusinessProblem!': 'EngagementCustomerBusinessProblem',
        'Title!': 'ProjectDetailsTitleString',
        'TargetCompletionDate!': 'Date',
        'ExpectedCustomerSpend!': spends,
      }),
    }),
    LeadInvitation: structure({
      'Customer!': structure({
        Industry: 'LeadIndustry',
        'CompanyName!': 'CompanyName',
        WebsiteUrl: 'LeadWebsiteUrl',
        CountryCode: 'LeadCountryCode',
        AwsMaturity: 'AwsMaturity',
        MarketSegment: 'LeadMarketSegment',
      }),
      'Interaction!': structure({
        SourceType: 'LeadSourceType',
        SourceId: 'LeadSourceId',
        SourceName: 'LeadSourceName',
        Usecase: 'EngagementUseCase',
        'ContactBusinessTitle!': 'LeadJobTitle',
      }),
    }),
  }),
});
const snapshotOf = {
  ...catalog,
  'EngagementIdentifier!': 'EngagementIdentifier',
  'ResourceType!': 'ResourceType',
  'ResourceIdentifier!': 'ResourceIdentifier',
  'ResourceSnapshotTemplateIdentifier!': 'ResourceTemplateName',
};
const job = structure({ ...catalog, 'ResourceSnapshotJobIdentifier!': 'ResourceSnapshotJobIdentifier' });

export const requests = {
  CreateOpportunity: structure({
    ...catalog,
    ...token,
    ...written,
    PartnerOpportunityIdentifier: 'CreateOpportunityRequestPartnerOpportunityIdentifierString',
    Origin: 'OpportunityOrigin',
    OpportunityTeam: listOf(contact, 'PartnerOpportunityTeamMembersList'),
    Tags: tags,
  }),
  UpdateOpportunity: structure({
    ...catalog,
    ...written,
    PartnerOpportunityIdentifier: 'UpdateOpportunityRequestPartnerOpportunityIdentifierString',
    'LastModifiedDate!': timestamp,
    'Identifier!': 'OpportunityIdentifier',
  }),
  GetOpportunity: structure({ ...catalog, 'Identifier!': 'OpportunityIdentifier' }),
  ListOpportunities: structure({
    ...catalog,
    ...paging('PageSize'),
    Sort: structure({ 'SortOrder!': 'SortOrder', 'SortBy!': 'OpportunitySortName' }),
    LastModifiedDate: structure({ AfterLastModifiedDate: timestamp, BeforeLastModifiedDate: timestamp }),
    Identifier: listOf('OpportunityIdentifier', 'ListOpportunitiesRequestIdentifierList'),
    LifeCycleStage: listOf('Stage', 'ListOpportunitiesRequestLifeCycleStageList'),
    LifeCycleReviewStatus: listOf('ReviewStatus', 'ListOpportunitiesRequestLifeCycleReviewStatusList'),
    CustomerCompanyName: listOf(text, 'ListOpportunitiesRequestCustomerCompanyNameList'),
    CreatedDate: structure({ AfterCreatedDate: timestamp, BeforeCreatedDate: timestamp }),
    TargetCloseDate: structure({ AfterTargetCloseDate: 'Date', BeforeTargetCloseDate: 'Date' }),
  }),
  AssignOpportunity: structure({ ...catalog, 'Identifier!': 'OpportunityIdentifier', 'Assignee!': assignee }),
  AssociateOpportunity: structure(relation('AssociateOpportunityRequest')),
  DisassociateOpportunity: structure(relation('DisassociateOpportunityRequest')),
  SubmitOpportunity: structure({ ...catalog, 'Identifier!': 'OpportunityIdentifier', 'InvolvementType!': 'SalesInvolvementType', Visibility: 'Visibility' }),
  GetAwsOpportunitySummary: structure({ ...catalog, 'RelatedOpportunityIdentifier!': 'OpportunityIdentifier' }),
  ListSolutions: structure({
    ...catalog,
    ...paging('PageSize'),
    Sort: structure({ 'SortOrder!': 'SortOrder', 'SortBy!': 'SolutionSortName' }),
    Status: listOf('SolutionStatus', 'ListSolutionsRequestStatusList'),
    Identifier: listOf('SolutionIdentifier', 'ListSolutionsRequestIdentifierList'),
    Category: listOf(text, 'ListSolutionsRequestCategoryList'),
    AwsMarketplaceSolutionArn: listOf('AwsMarketplaceSolutionArn', 'ListSolutionsRequestAwsMarketplaceSolutionArnList'),
  }),
  StartEngagementFromOpportunityTask: structure({
    ...catalog,
    ...token,
    'Identifier!': 'OpportunityIdentifier',
    'AwsSubmission!': structure({ 'InvolvementType!': 'SalesInvolvementType', Visibility: 'Visibility' }),
    Tags: tags,
  }),
  ListEngagementFromOpportunityTasks: structure({
    ...tasks('ListEngagementFromOpportunityTasksRequest'),
    EngagementIdentifier: listOf('EngagementArnOrIdentifier', 'EngagementIdentifiers'),
  }),
  StartEngagementByAcceptingInvitationTask: structure({ ...catalog, ...token, 'Identifier!': 'EngagementInvitationArnOrIdentifier', Tags: tags }),
  ListEngagementByAcceptingInvitationTasks: structure({
    ...tasks('ListEngagementByAcceptingInvitationTasksRequest'),
    EngagementInvitationIdentifier: listOf('EngagementInvitationArnOrIdentifier', 'EngagementInvitationIdentifiers'),
  }),
  StartOpportunityFromEngagementTask: structure({
    ...catalog,
    ...token,
    'Identifier!': 'EngagementArnOrIdentifier',
    'ContextIdentifier!': 'ContextIdentifier',
    Tags: tags,
  }),
  ListOpportunityFromEngagementTasks: structure({
    ...tasks('ListOpportunityFromEngagementTasksRequest'),
    EngagementIdentifier: listOf('EngagementArnOrIdentifier', 'EngagementIdentifiers'),
    ContextIdentifier: listOf('ContextIdentifier', 'ContextIdentifiers'),
  }),
  ListEngagementInvitations: structure({
    ...catalog,
    ...paging('PageSize'),
    Sort: structure({ 'SortOrder!': 'SortOrder', 'SortBy!': 'OpportunityEngagementInvitationSortName' }),
    PayloadType: listOf('EngagementInvitationPayloadType'),
    'ParticipantType!': 'ParticipantType',
    Status: listOf('InvitationStatus', 'InvitationStatusList'),
    EngagementIdentifier: listOf('EngagementArnOrIdentifier', 'EngagementIdentifiers'),
    SenderAwsAccountId: listOf('AwsAccount', 'AwsAccountIdOrAliasList'),
  }),
  GetEngagementInvitation: structure({ ...catalog, 'Identifier!': 'EngagementInvitationArnOrIdentifier' }),
  AcceptEngagementInvitation: structure({ ...catalog, 'Identifier!': 'EngagementInvitationArnOrIdentifier' }),
  RejectEngagementInvitation: structure({ ...catalog, 'Identifier!': 'EngagementInvitationArnOrIdentifier', RejectionReason: 'RejectionReasonString' }),
  CreateEngagementInvitation: structure({ ...catalog, ...token, 'EngagementIdentifier!': 'EngagementIdentifier', 'Invitation!': invitation }),
  CreateEngagement: structure({
    ...catalog,
    ...token,
    Title: 'EngagementTitle',
    Description: 'EngagementDescription',
    Contexts: listOf(
      structure({
        Id: 'EngagementContextIdentifier',
        'Type!': 'EngagementContextType',
        Payload: union({ CustomerProject: projectContext, Lead: leadContext, ProspectingResult: structure({}) }),
      }),
      'EngagementContexts',
    ),
  }),
  GetEngagement: structure({ ...catalog, 'Identifier!': 'EngagementArnOrIdentifier' }),
  ListEngagements: structure({
    ...catalog,
    ...paging('EngagementPageSize'),
    CreatedBy: listOf('AwsAccount', 'AwsAccountList'),
    ExcludeCreatedBy: listOf('AwsAccount', 'AwsAccountList'),
    ContextTypes: listOf('EngagementContextType', 'EngagementContextTypeList'),
    ExcludeContextTypes: listOf('EngagementContextType', 'EngagementContextTypeList'),
    Sort: structure({ 'SortOrder!': 'SortOrder', 'SortBy!': 'EngagementSortName' }),
    EngagementIdentifier: listOf('EngagementArnOrIdentifier', 'EngagementIdentifiers'),
  }),
  ListEngagementMembers: structure({ ...catalog, ...paging('MemberPageSize'), 'Identifier!': 'EngagementArnOrIdentifier' }),
  ListEngagementResourceAssociations: structure({
    ...catalog,
    ...paging('ListEngagementResourceAssociationsRequestMaxResultsInteger'),
    EngagementIdentifier: 'EngagementIdentifier',
    ResourceType: 'ResourceType',
    ResourceIdentifier: 'ResourceIdentifier',
    CreatedBy: 'AwsAccount',
  }),
  CreateResourceSnapshot: structure({ ...snapshotOf, ...token }),
  GetResourceSnapshot: structure({ ...snapshotOf, Revision: 'ResourceSnapshotRevision' }),
  ListResourceSnapshots: structure({
    ...catalog,
    ...paging('ListResourceSnapshotsRequestMaxResultsInteger'),
    'EngagementIdentifier!': 'EngagementIdentifier',
    ResourceType: 'ResourceType',
    ResourceIdentifier: 'ResourceIdentifier',
    ResourceSnapshotTemplateIdentifier: 'ResourceTemplateName',
    CreatedBy: 'AwsAccount',
  }),
  CreateResourceSnapshotJob: structure({ ...snapshotOf, ...token, Tags: tags }),
  StartResourceSnapshotJob: job,
  StopResourceSnapshotJob: job,
  GetResourceSnapshotJob: job,
  DeleteResourceSnapshotJob: job,
  ListResourceSnapshotJobs: structure({
    ...catalog,
    ...paging('ListResourceSnapshotJobsRequestMaxResultsInteger'),
    EngagementIdentifier: 'EngagementIdentifier',
    Status: 'ResourceSnapshotJobStatus',
    Sort: structure({ SortBy: 'SortBy', SortOrder: 'SortOrder' }),
  }),
  TagResource: structure({ 'ResourceArn!': 'TaggableResourceArn', 'Tags!': tags }),
  UntagResource: structure({ 'ResourceArn!': 'TaggableResourceArn', 'TagKeys!': listOf('TagKey', 'TagKeyList') }),
  ListTagsForResource: structure({ 'ResourceArn!': 'TaggableResourceArn' }),
  GetSellingSystemSettings: structure(catalog),
  PutSellingSystemSettings: structure({ ...catalog, ResourceSnapshotJobRoleIdentifier: 'ResourceSnapshotJobRoleIdentifier' }),
} as const satisfies Readonly<Record<string, Structure>>;

export type SellingOperation = keyof typeof requests;
export const isSellingOperation = (name: string): name is SellingOperation => Object.hasOwn(requests, name);
