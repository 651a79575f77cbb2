import type { PicklistValue } from './types.ts';

const value = (key: string, label: string, ...synonyms: string[]): PicklistValue => ({ value: key, label, synonyms });

export const DEAL_STAGES: readonly PicklistValue[] = [
  value('prospect', 'Prospect', 'prospecting', 'new', 'open', 'lead', 'appointment scheduled', 'discovery', 'identified'),
  value('qualified', 'Qualified', 'engaging', 'engaged', 'sales qualified', 'sql', 'qualification', 'qualified to buy', 'needs analysis', 'in progress'),
  value('technical', 'Technical validation', 'demo', 'evaluation', 'poc', 'proof of concept', 'presentation scheduled', 'technical fit', 'solution'),
  value('business', 'Business validation', 'proposal', 'proposal price quote', 'value proposition', 'quote', 'decision maker bought in', 'id decision makers'),
  value('committed', 'Committed', 'commit', 'negotiation', 'negotiation review', 'contract sent', 'verbal', 'procurement'),
  value('won', 'Won', 'closed won', 'closedwon', 'win', 'launched', 'signed'),
  value('lost', 'Lost', 'closed lost', 'closedlost', 'loss', 'dead', 'disqualified', 'abandoned'),
];

export const OUTCOMES: readonly PicklistValue[] = DEAL_STAGES.filter((stage) => stage.value === 'won' || stage.value === 'lost');

export const INDUSTRIES: readonly PicklistValue[] = [
  value('technology', 'Technology', 'tech', 'it', 'information technology', 'hardware', 'high tech'),
  value('software', 'Software', 'saas', 'software and internet'),
  value('medical', 'Medical', 'healthcare', 'health', 'health care', 'pharma', 'life sciences'),
  value('retail', 'Retail', 'consumer', 'ecommerce', 'e-commerce', 'wholesale'),
  value('entertainment', 'Entertainment', 'media', 'gaming', 'media and entertainment'),
  value('marketing', 'Marketing', 'advertising', 'marketing and advertising'),
  value('telecommunications', 'Telecommunications', 'telecom', 'telco', 'communications'),
  value('finance', 'Finance', 'financial services', 'banking', 'insurance', 'fintech'),
  value('employment', 'Employment', 'staffing', 'recruiting', 'human resources', 'hr'),
  value('services', 'Services', 'professional services', 'consulting', 'business services'),
  value('manufacturing', 'Manufacturing', 'industrial', 'automotive', 'industrial goods'),
  value('energy', 'Energy', 'utilities', 'oil and gas', 'energy and utilities'),
  value('education', 'Education', 'higher education', 'schools'),
  value('public-sector', 'Public sector', 'government', 'public', 'federal', 'non profit', 'nonprofit'),
  value('logistics', 'Logistics', 'transportation', 'transport', 'shipping'),
  value('construction', 'Construction', 'real estate', 'engineering'),
  value('hospitality', 'Hospitality', 'travel', 'restaurants', 'hotels'),
  value('agriculture', 'Agriculture', 'farming', 'food'),
];

export const PARTNER_TYPES: readonly PicklistValue[] = [
  value('reseller', 'Reseller', 'var', 'value added reseller', 'dealer', 'channel partner'),
  value('distributor', 'Distributor', 'disti', 'distribution'),
  value('si', 'System integrator', 'systems integrator', 'gsi', 'integrator', 'global si'),
  value('msp', 'MSP', 'managed service provider', 'managed services'),
  value('isv', 'ISV', 'independent software vendor', 'technology partner', 'tech partner', 'software vendor'),
  value('referral', 'Referral', 'affiliate', 'referral partner', 'introducer'),
  value('consultant', 'Consultant', 'consultancy', 'advisor', 'agency'),
  value('hyperscaler', 'Hyperscaler', 'cloud provider', 'cloud', 'marketplace'),
];

export const PARTICIPANT_ROLES: readonly PicklistValue[] = [
  value('source', 'Source', 'sourced', 'originator', 'referral'),
  value('influence', 'Influence', 'influenced', 'co-sell', 'cosell'),
  value('integrate', 'Integrate', 'integration', 'implementation'),
  value('resell', 'Resell', 'reseller', 'resold'),
  value('distribute', 'Distribute', 'distributor', 'distribution'),
  value('marketplace', 'Marketplace', 'listing'),
  value('technology', 'Technology', 'tech', 'isv'),
  value('service', 'Service', 'services', 'delivery', 'support'),
];
