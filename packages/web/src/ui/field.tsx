import type { ReactNode } from 'react';
import { FieldError, Label, Text } from 'react-aria-components';
import { t } from '../lib/i18n/i18n.ts';

export type FieldTexts = {
  label: string;
  description?: ReactNode;
  /** What is wrong and what to do; shown in place of the description. */
  error?: string;
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
};

export const fieldClass = 'flex min-w-0 flex-col gap-1';
export const inputClass =
  'h-9 w-full min-w-0 rounded-control border border-control bg-surface px-2.5 text-13 text-text outline-none data-focused:outline-2 data-focused:outline-accent data-focused:outline-offset-1 data-invalid:border-bad data-disabled:bg-desk data-disabled:text-muted max-md:h-10 max-md:text-[16px]';
export const groupClass =
  'flex h-9 w-full min-w-0 items-center rounded-control border border-control bg-surface text-13 focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-1 data-invalid:border-bad data-disabled:bg-desk max-md:h-10';
export const bareInputClass = 'h-full min-w-0 flex-1 bg-transparent px-2.5 text-13 text-text outline-none max-md:text-[16px]';
export const popoverClass = 'enter min-w-[var(--trigger-width)] overflow-auto rounded-popover border border-line bg-raised p-1 shadow-float outline-none';
export const optionClass =
  'flex min-h-8 items-center gap-2 rounded-[5px] px-2 text-13 outline-none data-focused:bg-hover data-selected:font-medium data-disabled:text-faint max-md:min-h-10';

export function FieldLabel({ label, hideLabel, isRequired }: { label: string; hideLabel?: boolean; isRequired?: boolean }) {
  return (
    <Label className={hideLabel ? 'sr-only' : 'text-12 font-medium text-text'}>
      {label}
      {isRequired && <span className="font-normal text-muted"> {t('ui.required')}</span>}
    </Label>
  );
}

export function FieldNote({ description, error }: { description?: ReactNode; error?: string }) {
  return (
    <>
      {description !== undefined && error === undefined && (
        <Text slot="description" className="text-12 text-muted">
          {description}
        </Text>
      )}
      <FieldError className="text-12 text-bad">{error}</FieldError>
    </>
  );
}
