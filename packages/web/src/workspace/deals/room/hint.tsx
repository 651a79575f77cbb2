import type { ReactNode } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';

/** A small mark that opens a sentence: by mouse, by finger and by keyboard alike, where a tooltip would only serve the mouse. */
export function Hint({ text, children }: { text: string; children: ReactNode }) {
  return (
    <DialogTrigger>
      <AriaButton aria-label={text} className="grid size-6 shrink-0 place-items-center rounded-control hover:bg-hover">
        {children}
      </AriaButton>
      <Popover className="max-w-80 rounded-popover border border-line bg-raised shadow-float" placement="bottom start">
        <Dialog aria-label={text} className="px-3 py-2 text-12 outline-none">
          <bdi>{text}</bdi>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
