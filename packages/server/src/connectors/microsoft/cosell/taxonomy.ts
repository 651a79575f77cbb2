import type { Found } from './requirements.ts';
import { isBlank, type Values } from '../values.ts';

/**
 * Solution areas and plays, renamed by Microsoft with each of its years (July to June). A list says until when it holds; after that it
 * can only warn, since a name it does not know may well be a new one. Names: Microsoft's partner announcements of the year.
 */
export type Taxonomy = { readonly version: string; readonly from: string; readonly until: string; readonly areas: Readonly<Record<string, readonly string[]>> };
export const taxonomies: readonly Taxonomy[] = [
  {
    version: 'FY26',
    from: '2025-07-01',
    until: '2026-06-30',
    areas: {
      'AI Business Solutions': ['Copilot and Agents at Work', 'ERP Transformation with AI', 'Sales Transformation with AI'],
      'Cloud and AI Platforms': ['Migrate and Modernize Your Estate', 'Unify Your Data Platform', 'Innovate with Azure AI Apps and Agents'],
      Security: ['Data Security', 'Modern SecOps with Unified Platform', 'Protect Cloud, AI Platform and Apps'],
    },
  },
];

/** The newest list that has begun, and whether it still holds on that day. */
export function taxonomyOn(today: string): { readonly taxonomy: Taxonomy; readonly holds: boolean } | null {
  const taxonomy = taxonomies.findLast(({ from }) => from <= today);
  return taxonomy === undefined ? null : { taxonomy, holds: today <= taxonomy.until };
}

export const AREA = 'SolutionArea';
export const PLAY = 'SolutionPlay';

export function taxonomyIssues(values: Values, today: string): { readonly found: readonly Found[]; readonly certain: boolean } {
  const current = taxonomyOn(today);
  const [area, play] = [values[AREA], values[PLAY]];
  if (current === null || (isBlank(area) && isBlank(play))) return { found: [], certain: true };
  const { taxonomy, holds } = current;
  const since = holds ? '' : ` The list known here is that of ${taxonomy.version}; compare with Partner Center.`;
  const plays = typeof area === 'string' ? taxonomy.areas[area] : undefined;
  const found: Found[] = [];
  if (plays === undefined)
    found.push({
      field: AREA,
      code: 'choice',
      sentence: isBlank(area)
        ? 'Choose the solution area that the play belongs to.'
        : `Choose a solution area of ${taxonomy.version}: ${Object.keys(taxonomy.areas).join(', ')}.${since}`,
    });
  else if (typeof play === 'string' && play !== '' && !plays.includes(play))
    found.push({ field: PLAY, code: 'choice', sentence: `Choose a solution play of ${String(area)}: ${plays.join('; ')}.${since}` });
  return { found, certain: holds };
}
