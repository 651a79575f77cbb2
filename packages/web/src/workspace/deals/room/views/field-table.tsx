import { useState } from 'react';
import { t } from '../../../../lib/i18n/i18n.ts';
import { Num } from '../../../../lib/i18n/values.tsx';
import { Button } from '../../../../ui/button.tsx';
import { cx } from '../../../../ui/cx.ts';
import { Tabs } from '../../../../ui/tabs.tsx';
import { usePhone } from '../../../../ui/use-media.ts';
import { isBlank } from '../../../connections/values.ts';
import { useUrlState } from '../../../partners/kit/url-state.ts';
import type { Deal } from '../use-room.ts';
import { ConflictChoice } from './conflict-choice.tsx';
import { differenceClass, FieldMarks, OurValue, TheirValue } from './field-row.tsx';
import { authorityWords, type DealView, type ViewField } from './words.ts';

const filters = ['all', 'differences', 'queued'] as const;
const passes: Readonly<Record<(typeof filters)[number], (field: ViewField) => boolean>> = {
  all: () => true,
  differences: (field) => field.differs || field.conflictId !== null,
  queued: (field) => field.queued,
};

const saysNothing = (field: ViewField): boolean => isBlank(field.ours) && isBlank(field.theirs) && !field.queued && field.conflictId === null;

/** Both sides of every mapped field, who decides, and what is still to go out. */
export function FieldTable({ deal, view }: { deal: Deal; view: DealView }) {
  const url = useUrlState();
  const phone = usePhone();
  const filter = url.oneOf('fields', filters) ?? 'all';
  const [withEmpty, setWithEmpty] = useState(false);
  const chosen = view.fields.filter(passes[filter]);
  const empty = withEmpty ? 0 : chosen.filter(saysNothing).length;
  const shown = withEmpty ? chosen : chosen.filter((field) => !saysNothing(field));
  if (view.fields.length === 0) return <p className="text-muted">{t('views.fields.none', { name: view.connectionName })}</p>;
  return (
    <section aria-label={t('views.fields')} className="flex flex-col gap-2">
      <Tabs
        label={t('views.fields')}
        value={filter}
        onChange={(id) => url.set({ fields: id === 'all' ? undefined : id })}
        items={filters.map((id) => ({ id, label: t(`views.filter.${id}`), count: <Num value={view.fields.filter(passes[id]).length} /> }))}
      />
      {chosen.length === 0 ? (
        <p className="px-1 py-3 text-muted">{t(filter === 'queued' ? 'views.queued.none' : 'views.differences.none')}</p>
      ) : phone ? (
        <FieldCards deal={deal} view={view} fields={shown} />
      ) : (
        <Table deal={deal} view={view} fields={shown} />
      )}
      {empty > 0 && (
        <p>
          <Button kind="quiet" size="compact" onPress={() => setWithEmpty(true)}>
            {t('views.showEmpty', { n: empty })}
          </Button>
        </p>
      )}
    </section>
  );
}

type Shown = { deal: Deal; view: DealView; fields: readonly ViewField[] };

function Table({ deal, view, fields }: Shown) {
  const head = 'px-3 py-1.5 text-start text-12 font-medium text-muted';
  return (
    <div className="overflow-x-auto rounded-popover border border-line">
      <table className="w-full">
        <thead className="border-b border-line bg-desk">
          <tr>
            <th scope="col" className={cx(head, 'w-44')}>
              {t('views.col.field')}
            </th>
            <th scope="col" className={head}>
              {t('views.col.ours')}
            </th>
            <th scope="col" className={head}>
              <bdi>{view.connectionName}</bdi>
            </th>
            <th scope="col" className={cx(head, 'w-44')}>
              {t('views.col.who')}
            </th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.outsideField} className="border-b border-line align-top last:border-b-0">
              <th scope="row" className="px-3 py-2 text-start font-normal">
                <bdi className="font-medium">{field.label}</bdi>
                <bdi dir="ltr" className="block text-12 wrap-anywhere text-muted">
                  {field.outsideField}
                </bdi>
              </th>
              <td className={cx('px-3 py-2', differenceClass(field))}>
                <OurValue deal={deal} field={field} />
              </td>
              <td className={cx('px-3 py-2', differenceClass(field))}>
                <TheirValue deal={deal} view={view} field={field} />
              </td>
              <td className="px-3 py-2">
                <span className="flex flex-col gap-1">
                  <bdi className="text-12">{authorityWords(field.authority, view.connectionName)}</bdi>
                  <FieldMarks field={field} />
                  <ConflictChoice dealId={deal.id} field={field} name={view.connectionName} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FieldCards({ deal, view, fields }: Shown) {
  return (
    <ul className="flex flex-col rounded-popover border border-line">
      {fields.map((field) => (
        <li key={field.outsideField} className={cx('flex flex-col gap-1.5 border-b border-line p-3 last:border-b-0', differenceClass(field))}>
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <bdi className="font-medium">{field.label}</bdi>
            <FieldMarks field={field} />
          </span>
          <dl className="grid grid-cols-2 gap-x-3 gap-y-1">
            <div className="min-w-0">
              <dt className="text-12 text-muted">{t('views.col.ours')}</dt>
              <dd>
                <OurValue deal={deal} field={field} />
              </dd>
            </div>
            <div className="min-w-0">
              <dt className="text-12 text-muted">
                <bdi>{view.connectionName}</bdi>
              </dt>
              <dd>
                <TheirValue deal={deal} view={view} field={field} />
              </dd>
            </div>
          </dl>
          <bdi className="text-12 text-muted">{authorityWords(field.authority, view.connectionName)}</bdi>
          <ConflictChoice dealId={deal.id} field={field} name={view.connectionName} />
        </li>
      ))}
    </ul>
  );
}
