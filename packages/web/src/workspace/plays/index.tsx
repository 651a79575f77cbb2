export { PlayScreen } from './play-screen.tsx';
export { PlaysScreen } from './plays-screen.tsx';
export { RunScreen } from './run-screen.tsx';
