import { useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useApi, useApiPages } from '../../lib/api/index.ts';
import { countSelected, type GridSelection, noSelection } from '../../ui/data-grid/selection.ts';
import { useMedia } from '../../ui/use-media.ts';
import { useUrlState } from '../partners/kit/url-state.ts';
import { moved, nextAfter, queryOf, queueTabs } from './queue-state.ts';
import { type Attach, unattached } from './review/attach.ts';
import type { Ask } from './review/step-bar.tsx';

/** Which list, which row, what is picked and what is being asked: the state of the queue, most of it in the address. */
export function useQueue() {
  const url = useUrlState();
  const navigate = useNavigate();
  const wide = useMedia('(min-width: 1200px)');
  const tab = url.oneOf('tab', queueTabs) ?? 'waiting';
  const q = url.text('q');
  const list = useApiPages('registrations.list', { query: queryOf(tab, q) }, { keepPrevious: true });
  const [asking, setAsking] = useState<Ask>();
  const [attach, setAttach] = useState<Attach>(unattached);
  const [selection, setSelection] = useState<GridSelection>(noSelection);
  const ids = list.rows.map((row) => row.id);
  const asked = url.text('id');
  // What was just decided leaves the list; until the list is read again the open row is the one that takes its place.
  const openId = asked !== undefined && (ids.includes(asked) || list.rows.length === 0) ? asked : ids[0];
  const detail = useApi('registrations.get', { params: { id: openId ?? '' } }, { enabled: openId !== undefined && (wide || asking !== undefined) });

  function show(id: string | undefined): void {
    setAsking(undefined);
    setAttach(unattached);
    url.set({ id });
  }
  return {
    url,
    wide,
    tab,
    q,
    list,
    ids,
    openId,
    openRow: list.rows.find((row) => row.id === openId),
    registration: detail.data?.id === openId ? detail.data : undefined,
    detail,
    asking,
    setAsking,
    attach,
    setAttach,
    selection,
    setSelection,
    picked: selection.kind === 'some' ? [...selection.ids] : ids.filter((id) => !selection.except.has(id)),
    pickedCount: countSelected(selection, ids.length),
    show,
    move: (by: 1 | -1) => show(moved(ids, openId, by)),
    /** The rows that are gone by this act; the eye stays where it was. */
    leave: (gone: readonly string[]) => {
      setSelection(noSelection);
      show(nextAfter(ids, new Set(gone), openId));
    },
    openPage: (id: string) => void navigate({ to: '/registrations/$registrationId', params: { registrationId: id } }),
  };
}
