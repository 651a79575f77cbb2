import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { useApi } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Facts } from '../../ui/page.tsx';
import { ValueText } from '../connections/value-text.tsx';
import { kindLabel, systemLabel } from '../connections/words.ts';
import { SetValue } from './set-value.tsx';
import type { Choice } from './use-resolve.ts';
import type { Conflict } from './words.ts';

export function ConflictDetail({
  conflict,
  mayDecide,
  isPending,
  setting,
  stale,
  onSetting,
  onDecide,
}: {
  conflict: Conflict;
  mayDecide: boolean;
  isPending: boolean;
  setting: boolean;
  stale: boolean;
  onSetting: (open: boolean) => void;
  onDecide: (choice: Choice) => void;
}) {
  // The amount alone does not say in what; the deal does.
  const deal = useApi(
    'deals.get',
    { params: { id: conflict.dealId ?? '' } },
    { enabled: conflict.type === 'money' && conflict.dealId !== null, staleTime: 60_000 },
  );
  const currency = deal.data?.currency ?? null;
  const open = conflict.status === 'open';
  const shown = { type: conflict.type, currency } as const;
  const system = systemLabel(conflict.system);
  return (
    <article aria-label={conflict.label} className="flex flex-col gap-5 p-5 max-md:p-0">
      <header className="flex flex-col gap-2">
        <p className="flex flex-wrap items-center gap-2">
          <Badge tone={open ? 'warn' : 'neutral'}>{t(`conflicts.reason.${conflict.reason}`)}</Badge>
          {!open && <Badge tone={conflict.status === 'resolved' ? 'ok' : 'neutral'}>{t(`conflicts.status.${conflict.status}`)}</Badge>}
        </p>
        <h2 className="text-18 font-semibold">
          <bdi>{conflict.label}</bdi>
        </h2>
        <p className="max-w-160 text-muted">
          <bdi>{conflict.sentence}</bdi>
        </p>
        <p>
          {conflict.dealId !== null ? (
            <Link to="/deals/$dealId" params={{ dealId: conflict.dealId }} className="link font-medium">
              <bdi>
                {conflict.dealNumber === null ? conflict.recordLabel : t('inbox.dealNamed', { number: conflict.dealNumber, name: conflict.recordLabel })}
              </bdi>
            </Link>
          ) : (
            <bdi className="font-medium">{conflict.recordLabel}</bdi>
          )}
        </p>
      </header>
      {stale && (
        <p role="alert" className="rounded-popover bg-warn-soft px-3 py-2 text-warn">
          {t('conflicts.stale')}
        </p>
      )}
      <div className="grid gap-3 lg:grid-cols-2">
        <Side title={t('connections.side.ours')} at={conflict.oursAt} chosen={conflict.resolution === 'ours'}>
          <ValueText value={conflict.ours} choices={conflict.choices} {...shown} />
        </Side>
        <Side title={t('conflicts.theirs', { system })} at={conflict.theirsAt} chosen={conflict.resolution === 'theirs'}>
          <ValueText value={conflict.theirs} choices={conflict.choices} {...shown} />
        </Side>
      </div>
      {conflict.reason === 'untranslated' && (
        <p>
          <Link
            to="/connections/$connectionId"
            params={{ connectionId: conflict.connectionId }}
            search={{ tab: 'mapping', kind: conflict.kind, q: conflict.label }}
            className="link"
          >
            {t('conflicts.toMapping')}
          </Link>
        </p>
      )}
      <p className="text-muted">
        {t('conflicts.agreed')}{' '}
        <span className="text-text">
          <ValueText value={conflict.agreed} choices={conflict.choices} {...shown} />
        </span>
      </p>
      {open &&
        (mayDecide ? (
          <div className="flex flex-col gap-3">
            <fieldset aria-label={t('conflicts.answers')} className="flex min-w-0 flex-wrap gap-2">
              <Button size="touch" kind="primary" keyHint="1" isDisabled={isPending} onPress={() => onDecide({ with: 'ours' })}>
                {t('conflicts.keepOurs')}
              </Button>
              <Button size="touch" keyHint="2" isDisabled={isPending} onPress={() => onDecide({ with: 'theirs' })}>
                {t('conflicts.takeTheirs')}
              </Button>
              <Button size="touch" keyHint="3" isDisabled={isPending} aria-expanded={setting} onPress={() => onSetting(!setting)}>
                {t('conflicts.setValue')}
              </Button>
            </fieldset>
            {setting && (
              <SetValue
                conflict={conflict}
                currency={currency}
                isPending={isPending}
                onCancel={() => onSetting(false)}
                onSet={(value) => onDecide({ with: 'value', value })}
              />
            )}
          </div>
        ) : (
          <p className="rounded-popover bg-hover px-3 py-2 text-muted">{t('conflicts.mayNot')}</p>
        ))}
      <Facts
        items={[
          {
            label: t('connections.one'),
            value: (
              <Link to="/connections/$connectionId" params={{ connectionId: conflict.connectionId }} className="link">
                {conflict.connectionName}
              </Link>
            ),
          },
          { label: t('conflicts.record'), value: kindLabel(conflict.kind) },
          ...(conflict.outsideId === null
            ? []
            : [
                {
                  label: t('conflicts.outsideId', { system }),
                  value: (
                    <span dir="ltr" className="font-mono text-12">
                      {conflict.outsideId}
                    </span>
                  ),
                },
              ]),
          { label: t('conflicts.opened'), value: <InstantText at={conflict.openedAt} /> },
          ...(conflict.resolvedBy === null ? [] : [{ label: t('conflicts.resolvedBy'), value: conflict.resolvedBy }]),
          ...(conflict.resolvedAt === null ? [] : [{ label: t('conflicts.resolvedAt'), value: <InstantText at={conflict.resolvedAt} /> }]),
        ]}
      />
    </article>
  );
}

function Side({ title, at, chosen, children }: { title: string; at: string | null; chosen: boolean; children: ReactNode }) {
  return (
    <section aria-label={title} className={cx('flex min-w-0 flex-col gap-1 rounded-card border p-4', chosen ? 'border-accent bg-accent-soft' : 'border-line')}>
      <h3 className="text-12 font-medium text-muted">{title}</h3>
      <p className="text-15 font-medium">{children}</p>
      {at !== null && (
        <p className="text-12 text-muted">
          {t('conflicts.changed')} <InstantText at={at} />
        </p>
      )}
    </section>
  );
}
