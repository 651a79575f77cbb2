import { useState } from 'react';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { useCan, useSession } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { DateField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { Refusal } from '../../deals/kit/form-dialog.tsx';
import { MemberPicker } from '../../deals/kit/pickers.tsx';
import { sayProblem } from '../use-steps.ts';

const today = (): string => new Date().toLocaleDateString('sv-SE');
const inDays = (n: number): string => new Date(Date.now() + n * 86_400_000).toLocaleDateString('sv-SE');
const USUAL_DAYS = 14;

/** Who decides in whose place, and until when: what waits for them goes to the other meanwhile. */
export function DelegationsDialog({ onClose }: { onClose: () => void }) {
  const list = useApi('delegations.list');
  const role = useSession()?.role;
  const mayDecide = useCan('registrations:decide');
  const forOthers = role === 'owner' || role === 'admin';
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const [startsOn, setStartsOn] = useState(today);
  const [endsOn, setEndsOn] = useState(() => inDays(USUAL_DAYS));
  const create = useApiMutation('delegations.create', { invalidates: ['delegations.list'] });
  const end = useApiMutation('delegations.end', { invalidates: ['delegations.list'] });
  const ready = to !== null && startsOn !== '' && endsOn !== '' && endsOn >= startsOn;

  return (
    <Dialog title={t('registrations.delegations')} isOpen onClose={onClose} footer={<Button onPress={onClose}>{t('ui.close')}</Button>}>
      <div className="flex flex-col gap-5">
        <p className="text-muted">{t('registrations.delegations.note')}</p>
        {list.error !== null ? (
          <ErrorState compact error={list.error} onRetry={() => void list.refetch()} />
        ) : list.data === undefined ? (
          <SkeletonRows rows={2} widths={[50, 30]} what={t('registrations.delegations')} />
        ) : list.data.items.length === 0 ? (
          <p>{t('registrations.delegations.none')}</p>
        ) : (
          <ul className="rounded-card border border-line">
            {list.data.items.map((one) => (
              <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2 last:border-b-0">
                <span className="min-w-0 flex-1">
                  <bdi className="font-medium">{t('registrations.delegation.words', { from: one.fromName, to: one.toName })}</bdi>
                  <span className="block text-12 text-muted">
                    <DateText date={one.startsOn} />
                    <span aria-hidden> – </span>
                    <DateText date={one.endsOn} />
                  </span>
                </span>
                {one.active && <Badge tone="ok">{t('registrations.delegation.active')}</Badge>}
                {mayDecide && (
                  <Button size="compact" isPending={end.isPending} onPress={() => end.mutate({ params: { id: one.id } }, { onError: sayProblem })}>
                    {t('registrations.delegation.end')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        {mayDecide ? (
          <form
            className="flex flex-col gap-3 border-t border-line pt-4"
            onSubmit={(event) => {
              event.preventDefault();
              if (!ready || create.isPending) return;
              create.mutate(
                { body: { toId: to, startsOn, endsOn, ...(from === null ? {} : { fromId: from }) } },
                {
                  onSuccess: () => {
                    setTo(null);
                    setFrom(null);
                    toast(t('registrations.delegation.saved'));
                  },
                },
              );
            }}
          >
            <Refusal error={create.error} />
            {forOthers && (
              <MemberPicker
                key={`from ${create.submittedAt}`}
                label={t('registrations.delegation.from')}
                description={t('registrations.delegation.from.note')}
                value={from}
                onChange={setFrom}
              />
            )}
            <MemberPicker key={`to ${create.submittedAt}`} label={t('registrations.delegation.to')} value={to} onChange={setTo} isRequired />
            <div className="grid grid-cols-2 gap-3">
              <DateField label={t('registrations.delegation.startsOn')} value={startsOn} onChange={setStartsOn} isRequired />
              <DateField
                label={t('registrations.delegation.endsOn')}
                value={endsOn}
                onChange={setEndsOn}
                isRequired
                validationBehavior="aria"
                error={endsOn !== '' && endsOn < startsOn ? t('registrations.delegation.order') : undefined}
              />
            </div>
            <p>
              <Button type="submit" kind="primary" isDisabled={!ready} isPending={create.isPending}>
                {t('registrations.delegation.add')}
              </Button>
            </p>
          </form>
        ) : (
          <p className="rounded-popover bg-hover px-3 py-2 text-muted">{t('registrations.why.role')}</p>
        )}
      </div>
    </Dialog>
  );
}
