export const ownedTables = ['play', 'play_version', 'play_run', 'play_step', 'act', 'match_result', 'brief', 'meeting', 'crm_write'] as const;
