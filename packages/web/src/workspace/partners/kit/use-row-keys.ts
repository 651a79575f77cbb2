import { useRegisterActions } from '../../../lib/actions.ts';
import { moveInGrid } from '../../deals/kit/grid-keys.ts';

/** J and K through the rows of a list, Enter opens the one they came to. */
export function useRowKeys(): void {
  useRegisterActions(
    () => [
      { id: 'row.next', label: 'ui.row.next', scope: 'screen', shortcut: 'j', run: () => moveInGrid(1) },
      { id: 'row.before', label: 'ui.row.before', scope: 'screen', shortcut: 'k', run: () => moveInGrid(-1) },
    ],
    [],
  );
}
