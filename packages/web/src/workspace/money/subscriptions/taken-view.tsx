import { Download } from 'lucide-react';
import { csvOf } from '../../../lib/csv.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Num } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import { download } from '../../settings/download.ts';
import { ViewLink } from './bits.tsx';
import type { Taken } from './words.ts';

const SHOWN = 200;

/** What became of what was reported: counted, known already, refused and why. `places`: the line of the file that each row stood on. */
export function TakenView({ taken, places, onGo }: { taken: Taken; places: readonly number[]; onGo: () => void }) {
  const placeOf = (row: number): number => places[row] ?? row + 1;
  const file = () =>
    csvOf(
      [
        ['line', (one: Taken['refused'][number]) => String(placeOf(one.row)), 'plain'],
        ['id', (one) => one.id ?? ''],
        ['code', (one) => one.code],
        ['sentence', (one) => one.sentence],
      ],
      taken.refused,
    );
  return (
    <div className="flex flex-col gap-3">
      <output className="block">
        <ul className="flex flex-col gap-1">
          <li className="font-medium">{t('subs.events.accepted', { n: taken.accepted })}</li>
          {taken.repeated > 0 && <li>{t('subs.events.repeated', { n: taken.repeated })}</li>}
          <li className={taken.refused.length > 0 ? 'text-bad' : 'text-muted'}>{t('subs.events.refused', { n: taken.refused.length })}</li>
        </ul>
      </output>
      {taken.refused.length > 0 && (
        <>
          <div className="overflow-x-auto rounded-popover border border-line">
            <table className="w-full">
              <caption className="sr-only">{t('subs.tab.refused')}</caption>
              <thead className="text-12 text-muted">
                <tr>
                  <th scope="col" className="w-16 px-3 py-1.5 text-end font-medium">
                    {t('subs.event.line')}
                  </th>
                  <th scope="col" className="px-3 py-1.5 text-start font-medium">
                    {t('subs.event.id')}
                  </th>
                  <th scope="col" className="px-3 py-1.5 text-start font-medium">
                    {t('subs.refused.why')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {taken.refused.slice(0, SHOWN).map((one) => (
                  <tr key={one.row} className="border-t border-line align-top">
                    <td className="px-3 py-1.5 text-end">
                      <Num value={placeOf(one.row)} />
                    </td>
                    <td className="max-w-40 min-w-28 px-3 py-1.5 break-words">
                      <bdi className="font-mono text-12">{one.id ?? '–'}</bdi>
                    </td>
                    <td className="px-3 py-1.5">
                      <span className="font-medium">{t(`subs.code.${one.code}`)}</span>
                      <bdi className="block text-12 text-muted">{one.sentence}</bdi>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className="flex flex-wrap items-center gap-4">
            <Button size="compact" icon={<Download size={14} aria-hidden />} onPress={() => download('refused.csv', 'text/csv', file())}>
              {t('subs.events.saveRefused')}
            </Button>
            <ViewLink search={{ tab: 'refused' }} onGo={onGo}>
              {t('subs.events.toRefused')}
            </ViewLink>
          </p>
        </>
      )}
    </div>
  );
}
