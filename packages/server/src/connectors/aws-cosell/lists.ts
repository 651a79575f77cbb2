/*
 * Values the selling API of AWS Partner Central knows (API version 2022-07-26, service model of botocore, Apache-2.0; use cases from its
 * documentation, since the model says only "string").
 */
export const stages = ['Prospect', 'Qualified', 'Technical Validation', 'Business Validation', 'Committed', 'Launched', 'Closed Lost'] as const;
export type AwsStage = (typeof stages)[number];
export const reviewStatuses = ['Pending Submission', 'Submitted', 'In review', 'Approved', 'Rejected', 'Action Required'] as const;
export type ReviewStatus = (typeof reviewStatuses)[number];

export const lostReasons = [
  'Customer Deficiency',
  'Delay / Cancellation of Project',
  'Legal / Tax / Regulatory',
  'Lost to Competitor - Google',
  'Lost to Competitor - Microsoft',
  'Lost to Competitor - SoftLayer',
  'Lost to Competitor - VMWare',
  'Lost to Competitor - Other',
  'No Opportunity',
  'On Premises Deployment',
  'Partner Gap',
  'Price',
  'Security / Compliance',
  'Technical Limitations',
  'Customer Experience',
  'Other',
  'People/Relationship/Governance',
  'Product/Technology',
  'Financial/Commercial',
] as const;
export const industries = [
  'Aerospace',
  'Agriculture',
  'Automotive',
  'Computers and Electronics',
  'Consumer Goods',
  'Education',
  'Energy - Oil and Gas',
  'Energy - Power and Utilities',
  'Financial Services',
  'Gaming',
  'Government',
  'Healthcare',
  'Hospitality',
  'Life Sciences',
  'Manufacturing',
  'Marketing and Advertising',
  'Media and Entertainment',
  'Mining',
  'Non-Profit Organization',
  'Professional Services',
  'Real Estate and Construction',
  'Retail',
  'Software and Internet',
  'Telecommunications',
  'Transportation and Logistics',
  'Travel',
  'Wholesale and Distribution',
  'Other',
] as const;
export const deliveryModels = ['SaaS or PaaS', 'BYOL or AMI', 'Managed Services', 'Professional Services', 'Resell', 'Other'] as const;
export const opportunityTypes = ['Net New Business', 'Flat Renewal', 'Expansion'] as const;
export const needs = [
  'Co-Sell - Architectural Validation',
  'Co-Sell - Business Presentation',
  'Co-Sell - Competitive Information',
  'Co-Sell - Pricing Assistance',
  'Co-Sell - Technical Consultation',
  'Co-Sell - Total Cost of Ownership Evaluation',
  'Co-Sell - Deal Support',
  'Co-Sell - Support for Public Tender / RFx',
] as const;
export const salesActivities = [
  'Initialized discussions with customer',
  'Customer has shown interest in solution',
  'Conducted POC / Demo',
  'In evaluation / planning stage',
  'Agreed on solution to Business Problem',
  'Completed Action Plan',
  'Finalized Deployment Need',
  'SOW Signed',
] as const;
export const competitors = [
  'Oracle Cloud',
  'On-Prem',
  'Co-location',
  'Akamai',
  'AliCloud',
  'Google Cloud Platform',
  'IBM Softlayer',
  'Microsoft Azure',
  'Other- Cost Optimization',
  'No Competition',
  '*Other',
] as const;
export const useCases = [
  'AI Machine Learning and Analytics',
  'Archiving',
  'Big Data: Data Warehouse/Data Integration/ETL/Data Lake/BI',
  'Blockchain',
  'Business Applications: Mainframe Modernization',
  'Business Applications & Contact Center',
  'Business Applications & SAP Production',
  'Centralized Operations Management',
  'Cloud Management Tools',
  'Cloud Management Tools & DevOps with Continuous Integration & Continuous Delivery (CICD)',
  'Configuration, Compliance & Auditing',
  'Connected Services',
  'Containers & Serverless',
  'Content Delivery & Edge Services',
  'Database',
  'Edge Computing/End User Computing',
  'Energy',
  'Enterprise Governance & Controls',
  'Enterprise Resource Planning',
  'Financial Services',
  'Healthcare and Life Sciences',
  'High Performance Computing',
  'Hybrid Application Platform',
  'Industrial Software',
  'IOT',
  'Manufacturing, Supply Chain and Operations',
  'Media & High performance computing (HPC)',
  'Migration/Database Migration',
  'Monitoring, logging and performance',
  'Monitoring & Observability',
  'Networking',
  'Outpost',
  'SAP',
  'Security & Compliance',
  'Storage & Backup',
  'Training',
  'VMC',
  'VMWare',
  'Web development & DevOps',
] as const;
export const responsibilities = [
  'Distributor',
  'Reseller',
  'Hardware Partner',
  'Managed Service Provider',
  'Software Partner',
  'Services Partner',
  'Training Partner',
  'Co-Sell Facilitator',
  'Facilitator',
] as const;
/** What the documentation of RejectEngagementInvitation asks for; the field itself takes any text of 80 characters. */
export const rejectReasons = ['Customer problem unclear', 'Next steps unclear', 'Unable to support', 'Duplicate of partner referral', 'Other'] as const;
export const involvements = ['Co-Sell', 'For Visibility Only'] as const;
export const visibilities = ['Full', 'Limited'] as const;
export const linkTypes = [
  'Solutions',
  'AwsProducts',
  'AwsMarketplaceProducts',
  'AwsMarketplaceSolutions',
  'AwsMarketplaceOffers',
  'AwsMarketplaceOfferSets',
] as const;
export type LinkType = (typeof linkTypes)[number];
/** How many of each may be named on one opportunity (documentation of AssociateOpportunity). */
export const mostLinks: Readonly<Record<string, number>> = {
  Solutions: 10,
  AwsProducts: 20,
  AwsMarketplaceOffers: 1,
  AwsMarketplaceSolutions: 10,
  AwsMarketplaceProducts: 10,
};
/** Of these at least one, or a solution in words, stands on what is submitted. */
export const solutionLinkTypes: readonly string[] = ['Solutions', 'AwsMarketplaceProducts', 'AwsMarketplaceSolutions'];
