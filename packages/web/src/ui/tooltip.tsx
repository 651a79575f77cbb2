import type { ReactElement } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';
import { KeyHint } from './key-hint.tsx';

export function Tooltip({ text, shortcut, children }: { text: string; shortcut?: string; children: ReactElement }) {
  return (
    <TooltipTrigger delay={400} closeDelay={80}>
      {children}
      <AriaTooltip offset={6} className="enter flex max-w-70 items-center gap-2 rounded-control bg-ink px-2 py-1 text-12 text-on-ink shadow-float">
        {text}
        {shortcut !== undefined && <KeyHint keys={shortcut} tone="inherit" />}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
