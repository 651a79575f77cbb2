import type { Result } from '@entente/contracts/client';
import { csvCell } from '../../deals/list/export.ts';

type Difference = Result<'programs.replayResult'>['differences'][number];
const head = ['registration', 'partner', 'customer', 'before', 'after', 'rule_before', 'rule_after'];

export function replayCsv(differences: readonly Difference[]): string {
  const rows = differences.map((one) => [
    `R-${one.number}`,
    one.partnerName,
    one.companyName,
    one.before,
    one.after,
    one.beforeRule ?? '',
    one.afterRule ?? '',
  ]);
  return [head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n');
}
