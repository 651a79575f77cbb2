import { Num } from '../../lib/i18n/values.tsx';
import { t } from '../../lib/i18n/i18n.ts';
import type { Refusal } from './words.ts';

/** What was not taken in, line by line, each with why. */
export function Refusals({ refused }: { refused: readonly Refusal[] }) {
  return (
    <div className="overflow-hidden rounded-popover border border-line">
      <table className="w-full">
        <caption className="sr-only">{t('metering.upload.refused')}</caption>
        <thead className="text-12 text-muted">
          <tr>
            <th scope="col" className="px-3 py-1.5 text-end font-medium">
              {t('metering.upload.line')}
            </th>
            <th scope="col" className="px-3 py-1.5 text-start font-medium">
              {t('metering.key')}
            </th>
            <th scope="col" className="px-3 py-1.5 text-start font-medium">
              {t('metering.why')}
            </th>
          </tr>
        </thead>
        <tbody>
          {refused.map((one) => (
            <tr key={`${one.at} ${one.key}`} className="border-t border-line align-top">
              <td className="px-3 py-1.5 text-end">
                <Num value={one.at} />
              </td>
              <td className="max-w-32 px-3 py-1.5 break-words">
                <bdi className="font-mono text-12">{one.key}</bdi>
              </td>
              <td className="px-3 py-1.5">
                <bdi>{one.sentence}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const cell = (text: string): string => {
  // A leading sign would make a formula of it in a spreadsheet.
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const refusalsCsv = (refused: readonly Refusal[]): string =>
  [['line', 'key', 'code', 'sentence'], ...refused.map((one) => [String(one.at), one.key, one.code, one.sentence])]
    .map((row) => row.map(cell).join(','))
    .join('\r\n');
