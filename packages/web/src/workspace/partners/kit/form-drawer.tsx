import { type FormEvent, type ReactNode, useId } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { isStale, problemSentence } from '../../../lib/api/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';

/** A form at the end edge of the page: it stays open with what was typed until the server has accepted it. */
export function FormDrawer({
  title,
  verb,
  isOpen,
  onClose,
  onSubmit,
  isPending,
  error,
  onReload,
  ownChecks = false,
  look = 'side',
  children,
}: {
  title: string;
  verb: string;
  isOpen: boolean;
  onClose: () => void;
  onSubmit: () => void;
  isPending: boolean;
  error: unknown;
  /** Reads the record again after somebody else changed it; what was typed stays. */
  onReload?: () => void;
  /** The form says itself what is missing, in the words of the page; the browser holds nothing back. */
  ownChecks?: boolean;
  look?: 'side' | 'modal';
  children: ReactNode;
}) {
  const form = useId();
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const sent = event.currentTarget;
    onSubmit();
    // Once what is wrong is marked, the first of it is where one goes on.
    if (ownChecks) requestAnimationFrame(() => sent.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      look={look}
      isDismissable={false}
      footer={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" type="submit" form={form} isPending={isPending}>
            {verb}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate={ownChecks} className="flex flex-col gap-4">
        {isStale(error) ? (
          <div role="alert" className="flex flex-wrap items-center gap-3 rounded-popover bg-warn-soft px-3 py-2 text-warn">
            <p className="flex-1">{t('work.stale')}</p>
            {onReload && (
              <Button size="compact" onPress={onReload}>
                {t('work.stale.reload')}
              </Button>
            )}
          </div>
        ) : (
          <RefusalNote error={error} />
        )}
        {children}
      </form>
    </Dialog>
  );
}

export function RefusalNote({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  const reference =
    typeof error === 'object' && 'requestId' in error && typeof error.requestId === 'string' && error.requestId !== '' ? error.requestId : undefined;
  return (
    <div role="alert" className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
      <p>{problemSentence(error, t('work.refused'))}</p>
      {reference !== undefined && (
        <p className="text-12">
          <bdi className="font-mono">{t('ui.reference', { id: reference })}</bdi>
        </p>
      )}
    </div>
  );
}
