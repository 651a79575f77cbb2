import { type FormEvent, type ReactNode, useId } from 'react';
import { ApiProblem, isStale, problemSentence } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, type DialogProps } from '../../../ui/dialog.tsx';

type FormDialogProps = {
  title: string;
  verb: string;
  isOpen: boolean;
  onClose: () => void;
  onSubmit: () => void;
  isPending?: boolean;
  isReady?: boolean;
  error?: unknown;
  onReload?: () => void;
  look?: DialogProps['look'];
  size?: DialogProps['size'];
  danger?: boolean;
  children: ReactNode;
};

/** Stays open with what was typed until the server has accepted it; a refusal stands above the fields. */
export function FormDialog({
  title,
  verb,
  isOpen,
  onClose,
  onSubmit,
  isPending = false,
  isReady = true,
  error,
  onReload,
  look,
  size,
  danger = false,
  children,
}: FormDialogProps) {
  const form = useId();
  function submit(event: FormEvent) {
    event.preventDefault();
    // The event of a form inside a dialog must not reach a form around the dialog.
    event.stopPropagation();
    if (isReady && !isPending) onSubmit();
  }
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      look={look}
      size={size}
      isDismissable={false}
      footer={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind={danger ? 'danger' : 'primary'} type="submit" form={form} isPending={isPending} isDisabled={!isReady}>
            {verb}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <Refusal error={error} onReload={onReload} />
        {children}
      </form>
    </Dialog>
  );
}

export function Refusal({ error, onReload }: { error: unknown; onReload?: () => void }) {
  if (error === null || error === undefined) return null;
  if (isStale(error)) {
    return (
      <div role="alert" className="flex flex-wrap items-center gap-3 rounded-popover bg-warn-soft px-3 py-2 text-warn">
        <p className="flex-1">{t('deals.stale')}</p>
        {onReload && (
          <Button size="compact" onPress={onReload}>
            {t('deals.stale.reload')}
          </Button>
        )}
      </div>
    );
  }
  const reference = error instanceof ApiProblem && error.requestId !== '' ? error.requestId : undefined;
  return (
    <div role="alert" className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
      <p>{problemSentence(error, t('deals.refused'))}</p>
      {reference !== undefined && (
        <p className="text-12">
          <bdi className="font-mono">{t('ui.reference', { id: reference })}</bdi>
        </p>
      )}
    </div>
  );
}
