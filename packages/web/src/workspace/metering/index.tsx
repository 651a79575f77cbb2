export { MeteringScreen } from './metering-screen.tsx';
