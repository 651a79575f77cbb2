import { ChevronDown } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { t } from '../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { cx } from '../../ui/cx.ts';
import { kindLabel } from '../connections/words.ts';
import { FailureDetail } from './failure-detail.tsx';
import type { useFailures } from './use-failures.ts';
import { type Failure, failureLabel } from './words.ts';

export function FailureRow({
  failure,
  isOpen,
  onOpen,
  picked,
  onPick,
  mayDecide,
  acts,
}: {
  failure: Failure;
  isOpen: boolean;
  onOpen: (open: boolean) => void;
  /** Undefined where nothing can be chosen. */
  picked: boolean | undefined;
  onPick: (on: boolean) => void;
  mayDecide: boolean;
  acts: ReturnType<typeof useFailures>;
}) {
  const name = failure.recordLabel ?? failure.outsideId ?? t('conflicts.unnamed');
  const open = failure.status === 'open';
  return (
    <li className={cx('border-b border-line last:border-b-0', isOpen && 'bg-desk')}>
      <div className="flex min-h-13 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
        {picked !== undefined && <Checkbox isSelected={picked} onChange={onPick} aria-label={t('failures.pick', { record: name })} />}
        <span className="min-w-0 flex-1 basis-52">
          {failure.dealId === null ? (
            <bdi className="font-medium">{name}</bdi>
          ) : (
            <Link to="/deals/$dealId" params={{ dealId: failure.dealId }} className="link font-medium">
              <bdi>{name}</bdi>
            </Link>
          )}
          <span className="flex flex-wrap gap-x-1.5 text-12 text-muted">
            <span>{kindLabel(failure.kind)}</span>
            <span aria-hidden>·</span>
            <span>{t(failure.direction === 'in' ? 'connections.way.in' : 'connections.way.out')}</span>
            <span aria-hidden>·</span>
            <bdi>{failure.connectionName}</bdi>
          </span>
        </span>
        <Badge tone={open ? 'bad' : 'neutral'}>{open ? failureLabel(failure.failure) : t(`conflicts.status.${failure.status}`)}</Badge>
        <span className="min-w-24 text-12 text-muted md:text-end">
          <RelativeTime at={failure.closedAt ?? failure.at} />
        </span>
        <span className="ms-auto flex items-center gap-1">
          {open && mayDecide && (
            <Button
              size="compact"
              isDisabled={acts.isPending}
              onPress={() => acts.retry(failure.id, undefined)}
              aria-label={t('failures.retryNamed', { record: name })}
            >
              {t('failures.retry')}
            </Button>
          )}
          <IconButton label={t(isOpen ? 'failures.close' : 'failures.open', { record: name })} aria-expanded={isOpen} onPress={() => onOpen(!isOpen)}>
            <ChevronDown size={16} aria-hidden className={isOpen ? 'rotate-180' : undefined} />
          </IconButton>
        </span>
      </div>
      {isOpen && <FailureDetail failure={failure} mayDecide={mayDecide} acts={acts} onDone={() => onOpen(false)} />}
    </li>
  );
}
