export { ImportsScreen } from './imports-screen.tsx';
export { ImportWizard } from './new-import.tsx';
export { ImportScreen } from './import-screen.tsx';
