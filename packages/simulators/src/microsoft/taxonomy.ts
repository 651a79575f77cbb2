/** Solution areas and their plays change with Microsoft's year: reference data with a version, never constants of a client. */
export type Taxonomy = { readonly version: string; readonly areas: Readonly<Record<string, readonly string[]>>; readonly partnerRoles: readonly string[] };

const partnerRoles = ['Advisory', 'Deployment', 'Integration', 'ManagedServices', 'Resale'];

export const firstTaxonomy: Taxonomy = {
  version: 'FY26',
  partnerRoles,
  areas: {
    'AI Business Solutions': ['Copilot and Agents at Work', 'ERP Transformation with AI', 'Sales Transformation with AI'],
    'Cloud and AI Platforms': ['Migrate and Modernize Your Estate', 'Unify Your Data Platform', 'Innovate with Azure AI Apps and Agents'],
    Security: ['Data Security', 'Modern SecOps with Unified Platform', 'Protect Cloud, AI Platform and Apps'],
  },
};

/** The year after: one area renamed, one play gone, one new. Invented, to show a drift. */
export const nextTaxonomy: Taxonomy = {
  version: 'FY27',
  partnerRoles,
  areas: {
    'AI Business Solutions': ['Copilot and Agents at Work', 'Sales Transformation with AI', 'Service Transformation with AI'],
    'Cloud and AI Foundations': ['Migrate and Modernize Your Estate', 'Unify Your Data Platform', 'Innovate with Azure AI Apps and Agents'],
    Security: ['Data Security', 'Modern SecOps with Unified Platform', 'Protect Cloud, AI Platform and Apps'],
  },
};
