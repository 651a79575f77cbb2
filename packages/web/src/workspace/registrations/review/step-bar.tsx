import { Ellipsis } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Menu, type MenuEntry } from '../../../ui/menu.tsx';
import { useNow } from '../../../ui/use-now.ts';
import type { Registration } from '../words.ts';

export type Ask = 'decline' | 'ask' | 'assign' | 'extend' | 'refuse' | 'revoke' | 'note' | 'case';
const UNDO_MS = 10 * 60_000;

/** An answer may be taken back for ten minutes, unless the partner went on from it. */
function mayTakeBack(registration: Registration, now: number): boolean {
  const last = registration.events[0];
  return (
    registration.steps.some((step) => step.key === 'take_back' && step.allowed) &&
    last !== undefined &&
    last.side !== 'partner' &&
    now - Date.parse(last.at) < UNDO_MS
  );
}

/** The verbs of this registration, the main ones as buttons. What may not be done stays, greyed, with the reason below. */
export function StepBar({
  registration,
  isPending,
  onApprove,
  onAsk,
  onTakeBack,
}: {
  registration: Registration;
  isPending: boolean;
  onApprove: () => void;
  onAsk: (what: Ask) => void;
  onTakeBack: () => void;
}) {
  const now = useNow().getTime();
  const mayWrite = useCan('cases:write');
  const mayDecide = useCan('registrations:decide');
  const step = (key: string) => registration.steps.find((one) => one.key === key);
  const approve = step('approve');
  const decline = step('decline');
  const ask = step('ask');
  const extend = step('extend');
  const revoke = step('revoke');
  const reasons = [...new Set([approve, decline, ask, extend, revoke].flatMap((one) => (one && !one.allowed && one.why !== null ? [one.why] : [])))];
  const more: MenuEntry[] = [
    ...(registration.heldBy === 'vendor' && mayDecide
      ? [{ id: 'assign', label: t('registrations.assign'), shortcut: 'a', onAction: () => onAsk('assign') }]
      : []),
    ...(revoke ? [{ id: 'revoke', label: t('registrations.revoke'), tone: 'bad' as const, isDisabled: !revoke.allowed, onAction: () => onAsk('revoke') }] : []),
    ...(mayWrite ? [{ id: 'case', label: t('registrations.case.open'), onAction: () => onAsk('case') }] : []),
  ];
  const needsTwo = approve !== undefined && registration.needsSecond;
  return (
    <div className="flex flex-col gap-2">
      <fieldset aria-label={t('registrations.steps')} className="flex min-w-0 flex-wrap gap-2">
        {approve && (
          <Button kind="primary" size="touch" keyHint="e" isDisabled={!approve.allowed || isPending} onPress={onApprove}>
            {needsTwo ? t(registration.firstApprovalBy === null ? 'registrations.approve.first' : 'registrations.approve.second') : t('registrations.approve')}
          </Button>
        )}
        {decline && (
          <Button size="touch" keyHint="d" isDisabled={!decline.allowed || isPending} onPress={() => onAsk('decline')}>
            {t('registrations.decline')}
          </Button>
        )}
        {ask && (
          <Button size="touch" keyHint="i" isDisabled={!ask.allowed || isPending} onPress={() => onAsk('ask')}>
            {t('registrations.ask')}
          </Button>
        )}
        {extend && (
          <Button size="touch" isDisabled={!extend.allowed || isPending} onPress={() => onAsk('extend')}>
            {t('registrations.extend')}
          </Button>
        )}
        {mayTakeBack(registration, now) && (
          <Button size="touch" isDisabled={isPending} onPress={onTakeBack}>
            {t('registrations.takeBack')}
          </Button>
        )}
        {more.length > 0 && (
          <Menu label={t('registrations.more')} placement="bottom end" groups={[{ id: 'more', items: more }]}>
            <IconButton size="touch" label={t('registrations.more')} className="border border-line-strong">
              <Ellipsis size={16} aria-hidden />
            </IconButton>
          </Menu>
        )}
      </fieldset>
      {needsTwo && (
        <p className="text-12 text-muted">
          {registration.firstApprovalBy === null ? t('registrations.second.needed') : t('registrations.second.after', { name: registration.firstApprovalBy })}
        </p>
      )}
      {reasons.map((why) => (
        <p key={why} className="rounded-popover bg-hover px-3 py-2 text-muted">
          <bdi>{why}</bdi>
        </p>
      ))}
    </div>
  );
}
