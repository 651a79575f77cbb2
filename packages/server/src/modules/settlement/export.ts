import type { Result } from '@entente/contracts';
import { majorOf } from '@entente/kernel';
import { writeCsvRow } from '../../platform/csv.ts';

const HEAD = ['way', 'kind', 'state', 'part', 'key', 'label', 'partner', 'amount', 'currency', 'afterwards', 'rule', 'rule version', 'sentence'];

/** One row a way, step, part and party; refused ways with why. */
export function comparisonCsv(compared: Result<'settlement.compare'>): Result<'settlement.export'> {
  const rows = compared.options.flatMap((option) => {
    const first = [option.label, option.kind];
    const money = (minor: number): string[] => [majorOf(minor, option.currency), option.currency];
    if (!option.money)
      return option.refusals.map(({ code, sentence }) => [...first, 'refused', 'refusal', code, '', '', '', option.currency, '', '', '', sentence]);
    return [
      ...option.money.steps.flatMap((step) => [
        [
          ...first,
          'open',
          'step',
          step.key,
          step.label,
          '',
          ...money(step.amountMinor),
          majorOf(step.afterMinor, option.currency),
          step.explanation.rule?.name ?? '',
          String(step.explanation.rule?.version ?? ''),
          step.explanation.sentence,
        ],
        ...step.parts.map((part) => [
          ...first,
          'open',
          'part',
          step.key,
          part.label,
          part.partnerName ?? '',
          ...money(part.amountMinor),
          '',
          part.explanation.rule?.name ?? '',
          String(part.explanation.rule?.version ?? ''),
          part.explanation.sentence,
        ]),
      ]),
      ...option.money.parties.map((party) => [
        ...first,
        'open',
        'party',
        party.party,
        party.name,
        party.partnerId === null ? '' : party.name,
        ...money(party.totalMinor),
        '',
        '',
        '',
        `${party.sharePercent} % of what the buyer pays`,
      ]),
    ];
  });
  return {
    fileName: `settlement-${compared.dealNumber}.csv`,
    mediaType: 'text/csv; charset=utf-8',
    text: [HEAD, ...rows].map((row) => writeCsvRow(row)).join(''),
  };
}
