import { useState } from 'react';
import { Ellipsis } from 'lucide-react';
import { useRegisterActions } from '../../../lib/actions.ts';
import type { MessageId } from '../../../lib/i18n/i18n.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { MoneyField } from '../../marketplaces/kit/money-field.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { ReasonDialog } from '../kit/reason-dialog.tsx';
import { moneyWords } from './marks.tsx';
import { useFundAct } from './use-fund-act.ts';
import type { RequestDetail } from './words.ts';

type Verb = RequestDetail['available'][number];
const keys: Record<Verb, string> = { approve: 'a', reject: 'x', ask: 'q', cancel: 'shift+x' };

export function RequestActs({ request, onReload }: { request: RequestDetail; onReload: () => void }) {
  const [open, setOpen] = useState<Verb>();
  const mayDecide = useCan('funds:approve');
  const close = () => setOpen(undefined);
  const reject = useFundAct('fundRequests.reject');
  const ask = useFundAct('fundRequests.ask');
  const cancel = useFundAct('fundRequests.cancel');
  const able = (verb: Verb): boolean => request.available.includes(verb);
  useRegisterActions(
    () =>
      (['approve', 'reject', 'ask', 'cancel'] as const).map((verb) => ({
        id: `funds.request.${verb}`,
        label: `funds.${verb}` as const,
        scope: 'record' as const,
        shortcut: keys[verb],
        permission: 'funds:approve',
        isEnabled: () => able(verb),
        run: () => setOpen(verb),
      })),
    [request.version, request.available.join()],
  );
  const params = { id: request.id };
  const done = (message: MessageId) => ({
    onSuccess: () => {
      close();
      toast(t(message));
    },
  });
  if (request.available.length === 0) return null;
  return (
    <>
      {!mayDecide && <span className="text-12 text-muted">{t('funds.mayNotDecide')}</span>}
      {able('ask') && (
        <Button isDisabled={!mayDecide} onPress={() => setOpen('ask')}>
          {t('funds.ask')}
        </Button>
      )}
      {able('reject') && (
        <Button isDisabled={!mayDecide} onPress={() => setOpen('reject')}>
          {t('funds.reject')}
        </Button>
      )}
      {able('approve') && (
        <Button kind="primary" isDisabled={!mayDecide} onPress={() => setOpen('approve')}>
          {t('funds.approve')}
        </Button>
      )}
      {able('cancel') && (
        <Menu
          label={t('ui.more')}
          placement="bottom end"
          groups={[{ id: 'more', items: [{ id: 'cancel', label: t('funds.cancel'), tone: 'bad', isDisabled: !mayDecide, onAction: () => setOpen('cancel') }] }]}
        >
          <IconButton label={t('ui.more')}>
            <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </Menu>
      )}
      {open === 'approve' && <Approve request={request} onClose={close} onReload={onReload} />}
      {open === 'reject' && (
        <ReasonDialog
          title={t('funds.reject')}
          verb={t('funds.reject')}
          body={t('funds.reject.ask', { partner: request.partnerName })}
          isPending={reject.isPending}
          error={reject.error}
          onClose={close}
          onDone={(reason) => reject.mutate({ params, body: { reason }, ifVersion: request.version }, done('funds.reject.done'))}
        />
      )}
      {open === 'ask' && (
        <ReasonDialog
          title={t('funds.ask')}
          verb={t('funds.ask')}
          body={t('funds.ask.ask', { partner: request.partnerName })}
          isPending={ask.isPending}
          error={ask.error}
          onClose={close}
          onDone={(question) => ask.mutate({ params, body: { question }, ifVersion: request.version }, done('funds.ask.done'))}
        />
      )}
      {open === 'cancel' && (
        <ReasonDialog
          title={t('funds.cancel')}
          verb={t('funds.cancel')}
          body={t('funds.cancel.ask', { partner: request.partnerName })}
          isPending={cancel.isPending}
          error={cancel.error}
          onClose={close}
          onDone={(reason) => cancel.mutate({ params, body: { reason }, ifVersion: request.version }, done('funds.cancel.done'))}
        />
      )}
    </>
  );
}

/** All or part of what was asked for; where two people must approve, the second approves the same. */
function Approve({ request, onClose, onReload }: { request: RequestDetail; onClose: () => void; onReload: () => void }) {
  const asked = request.requestedMinor ?? 0;
  const before =
    request.approvalsGiven === 0 ? undefined : request.approvals.toSorted((one, other) => one.at.localeCompare(other.at)).at(-request.approvalsGiven);
  const [amountMinor, setAmount] = useState<number | null>(before?.amountMinor ?? asked);
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const approve = useFundAct('fundRequests.approve');
  const wrong = amountMinor === null || amountMinor < 1 || amountMinor > asked;
  function submit() {
    setTried(true);
    if (wrong) return;
    approve.mutate(
      { params: { id: request.id }, body: { amountMinor, note: note.trim() === '' ? null : note.trim() }, ifVersion: request.version },
      {
        onSuccess: (after) => {
          onClose();
          toast(t(after.state === 'submitted' ? 'funds.approve.seconded' : 'funds.approve.done', { name: request.name }));
        },
      },
    );
  }
  return (
    <FormDrawer
      look="modal"
      title={t('funds.approve.of', { name: request.name })}
      verb={t('funds.approve')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={approve.isPending}
      error={approve.error}
      onReload={onReload}
    >
      <p>{t('funds.approve.ask', { partner: request.partnerName, amount: moneyWords(asked, request.currency) })}</p>
      {request.approvalsNeeded > 1 && (
        <p className="rounded-popover bg-warn-soft px-3 py-2 text-warn">
          {before === undefined
            ? t('funds.fourEyes', { n: request.approvalsNeeded })
            : t('funds.fourEyes.second', { name: before.by, amount: moneyWords(before.amountMinor, request.currency) })}
        </p>
      )}
      <MoneyField
        label={t('funds.approve.amount')}
        description={t('funds.approve.amount.note')}
        isRequired
        validationBehavior="aria"
        isDisabled={before !== undefined}
        currency={request.currency}
        amountMinor={amountMinor}
        onChange={setAmount}
        {...(tried && wrong ? { error: t('funds.approve.wrong', { amount: moneyWords(asked, request.currency) }) } : {})}
      />
      <TextField label={t('funds.note')} description={t('funds.approve.note')} rows={2} maxLength={4000} value={note} onChange={setNote} />
    </FormDrawer>
  );
}
